package weft.proxy.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;

/**
 * Backends to choose among, as a route says: the first that is ready, or one by weight.
 *
 * <p>Of requests and of connections alike. Loop only. Source: docs/spec/outbound.md 18.
 */
public final class Alternatives<S extends Service> {
  private final List<Weighted<S>> backends;
  private final @Nullable RandomGenerator random;

  /**
   * One of them.
   *
   * @param weight its share among those that are ready; at 0 it is never drawn
   */
  public record Weighted<S extends Service>(S service, int weight) {
    boolean isReady() {
      return service.readiness().isReady();
    }
  }

  private Alternatives(List<Weighted<S>> backends, @Nullable RandomGenerator random) {
    this.backends = List.copyOf(backends);
    this.random = random;
  }

  /** The first that is ready, in this order, whatever the weights. */
  public static <S extends Service> Alternatives<S> inOrder(List<Weighted<S>> backends) {
    return new Alternatives<>(backends, null);
  }

  /** One of those that are ready, by weight; a single one whatever its weight. */
  public static <S extends Service> Alternatives<S> byWeight(
      List<Weighted<S>> backends, RandomGenerator random) {
    return new Alternatives<>(backends, backends.size() == 1 ? null : random);
  }

  /**
   * Ready while one that may be chosen is; asked for, not told, unless somebody listens, as
   * backends outlive the routes that come and go.
   */
  public Readiness readiness() {
    return new Readiness() {
      @Override
      public boolean isReady() {
        return random == null ? first() != null : weightOfReady() > 0;
      }

      @Override
      public String obstacle() {
        for (Weighted<S> backend : backends) {
          String why = backend.service().readiness().obstacle();
          if (!why.isEmpty()) {
            return why;
          }
        }
        return "";
      }

      @Override
      public void onChange(Runnable wake) {
        backends.forEach(backend -> backend.service().readiness().onChange(wake));
      }
    };
  }

  /** The one to use now; null if none is ready. */
  public @Nullable S pick() {
    return random == null ? first() : draw(random);
  }

  private @Nullable S first() {
    for (Weighted<S> backend : backends) {
      if (backend.isReady()) {
        return backend.service();
      }
    }
    return null;
  }

  private @Nullable S draw(RandomGenerator chance) {
    long total = weightOfReady();
    if (total == 0) {
      return null;
    }
    long drawn = chance.nextLong(total);
    for (Weighted<S> backend : backends) {
      drawn -= backend.isReady() ? backend.weight() : 0;
      if (drawn < 0) {
        return backend.service();
      }
    }
    throw new IllegalStateException("a draw below the total weight finds a backend");
  }

  private long weightOfReady() {
    long total = 0;
    for (Weighted<S> backend : backends) {
      total += backend.isReady() ? backend.weight() : 0;
    }
    return total;
  }
}
