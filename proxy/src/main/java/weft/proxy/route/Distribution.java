package weft.proxy.route;

import java.util.List;

/**
 * How a route chooses among its backends; of policies and of profiles. Source:
 * docs/spec/outbound.md 18.
 */
public record Distribution(Law law, List<Choice> choices) {
  /** Which of the choices is taken. */
  public enum Law {
    /** The first that is ready, in order. */
    FIRST_AVAILABLE,
    /** One of those that are ready, by weight; a single one whatever its weight. */
    RANDOM_AVAILABLE
  }

  /**
   * A backend among others.
   *
   * @param filters applied where it was chosen, after the route's own
   */
  public record Choice(Backend backend, List<Filter> filters, int weight) {
    /** Copies the list. */
    public Choice {
      filters = List.copyOf(filters);
    }

    public static Choice of(Backend backend) {
      return new Choice(backend, List.of(), 1);
    }
  }

  /** Never ready. */
  public static final Distribution EMPTY = new Distribution(Law.FIRST_AVAILABLE, List.of());

  /** Copies the list. */
  public Distribution {
    choices = List.copyOf(choices);
  }

  /** All to one. */
  public static Distribution to(Backend backend) {
    return new Distribution(Law.FIRST_AVAILABLE, List.of(Choice.of(backend)));
  }
}
