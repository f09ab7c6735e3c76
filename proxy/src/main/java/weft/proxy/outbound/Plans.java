package weft.proxy.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.discover.Subscription;

/**
 * Where targets lead, on one loop: found out once for each target, however many follow it.
 *
 * <p>Bounded by what is followed. Loop only.
 */
final class Plans {
  private final Parts parts;
  private final LoopParts on;
  private final Map<Target, Followed> targets = new HashMap<>();

  Plans(Parts parts, LoopParts on) {
    this.parts = parts;
    this.on = on;
  }

  /** Tells {@code listener} where {@code target} leads, now or later, and again when it changes. */
  Subscription follow(Target target, Consumer<Plan> listener) {
    Followed followed = targets.get(target);
    if (followed == null) {
      followed = new Followed(target);
      targets.put(target, followed);
      followed.start();
    }
    return followed.add(listener);
  }

  private final class Followed {
    private final Target target;
    private final List<Follower> followers = new ArrayList<>();
    private Subscription planner = Subscription.NONE;
    private @Nullable Plan last;

    Followed(Target target) {
      this.target = target;
    }

    void start() {
      planner = Planner.follow(parts, on.loop(), target, this::tell);
    }

    private void tell(Plan plan) {
      last = plan;
      List.copyOf(followers).forEach(follower -> follower.tell(plan));
    }

    Subscription add(Consumer<Plan> listener) {
      var follower = new Follower(listener);
      followers.add(follower);
      if (last != null) {
        follower.tell(last);
      }
      return () -> remove(follower);
    }

    private void remove(Follower follower) {
      follower.over = true;
      if (followers.remove(follower) && followers.isEmpty()) {
        targets.remove(target);
        planner.cancel();
      }
    }
  }

  private static final class Follower {
    private final Consumer<Plan> listener;
    private boolean over;

    Follower(Consumer<Plan> listener) {
      this.listener = listener;
    }

    void tell(Plan plan) {
      if (!over) {
        listener.accept(plan);
      }
    }
  }
}
