package weft.proxy.outbound;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.discover.Subscription;
import weft.proxy.transport.Loop;

/**
 * Finds out where one target leads: asked for by address, by name, or by nobody.
 *
 * <p>Loop only. Source: docs/spec/outbound.md 4, 33.3.
 */
final class Planner {
  private Planner() {}

  /** Tells {@code listener} where {@code target} leads, now or later, and again when it changes. */
  static Subscription follow(Parts parts, Loop loop, Target target, Consumer<Plan> listener) {
    var telling = new Telling(listener);
    return switch (target.addr()) {
      case Addr.Name named -> NamePlanner.follow(parts, loop, target, named, telling);
      case Addr.Socket(var address) when target.original() != null ->
          AddressPlanner.follow(parts, loop, address, telling);
      case Addr.Socket(var address) -> {
        telling.tell(Forwarding.to(parts, address));
        yield Subscription.NONE;
      }
    };
  }

  /** Tells plans that differ from the last one, until it ends. */
  static final class Telling {
    private final Consumer<Plan> listener;
    private @Nullable Plan last;
    private boolean over;

    private Telling(Consumer<Plan> listener) {
      this.listener = listener;
    }

    void tell(Plan next) {
      if (!over && !next.equals(last)) {
        last = next;
        listener.accept(next);
      }
    }

    /** Whether this was told last. */
    boolean says(Plan plan) {
      return plan.equals(last);
    }

    /** Nothing was told yet. */
    boolean isSilent() {
      return last == null;
    }

    void end() {
      over = true;
    }

    boolean isOver() {
      return over;
    }
  }
}
