package weft.proxy.route;

import java.util.List;

/**
 * What a profile's route asks of a request: all that hold rank the same, so that the first route
 * wins. Source: docs/spec/outbound.md 17.
 */
public sealed interface Condition extends RequestMatch {
  /** Every part holds; without parts: every request. */
  record All(List<Condition> parts) implements Condition {
    /** Copies the list. */
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(Asked request) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).holds(request)) {
          return false;
        }
      }
      return true;
    }
  }

  /** A part holds; without parts: no request. */
  record Any(List<Condition> parts) implements Condition {
    /** Copies the list. */
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(Asked request) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).holds(request)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The part does not hold. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean holds(Asked request) {
      return !part.holds(request);
    }
  }

  /** The pattern is found in the path. */
  record Path(Regex regex) implements Condition {
    @Override
    public boolean holds(Asked request) {
      return regex.finds(request.path());
    }
  }

  /** The request has this method. */
  record Method(String name) implements Condition {
    @Override
    public boolean holds(Asked request) {
      return request.hasMethod(name);
    }
  }

  /** Every request. */
  static Condition always() {
    return new All(List.of());
  }

  boolean holds(Asked request);

  @Override
  default long rank(Asked request) {
    return holds(request) ? 0 : Rank.NONE;
  }
}
