package weft.proxy.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.stack.Readiness;

/**
 * Chooses among backends, as a route says: the first that is ready, or one by weight.
 *
 * <p>Ready while a backend that may be chosen is; asked for, not told, unless somebody listens, as
 * backends outlive the routes that come and go. Loop only. Source: docs/spec/outbound.md 18.
 */
public final class Distribution implements HttpService {
  private static final Reset NOBODY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: no backend is ready").reset();

  private final List<Backend> backends;
  private final @Nullable RandomGenerator random;

  /**
   * A backend's service.
   *
   * @param weight its share among those that are ready; at 0 it is never drawn
   */
  public record Backend(HttpService service, int weight) {
    boolean isReady() {
      return service.readiness().isReady();
    }
  }

  private Distribution(List<Backend> backends, @Nullable RandomGenerator random) {
    this.backends = List.copyOf(backends);
    this.random = random;
  }

  /** The first backend that is ready, in this order. */
  public static Distribution firstAvailable(List<HttpService> backends) {
    return new Distribution(backends.stream().map(b -> new Backend(b, 1)).toList(), null);
  }

  /** One of those that are ready, by weight; a single one whatever its weight. */
  public static Distribution randomAvailable(List<Backend> backends, RandomGenerator random) {
    return new Distribution(backends, backends.size() == 1 ? null : random);
  }

  @Override
  public Readiness readiness() {
    return new Readiness() {
      @Override
      public boolean isReady() {
        return random == null ? first() != null : weightOfReady() > 0;
      }

      @Override
      public String obstacle() {
        for (Backend backend : backends) {
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

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    Backend chosen = random == null ? first() : draw(random);
    return chosen == null ? Refuse.exchange(caller, NOBODY) : chosen.service().open(head, caller);
  }

  private @Nullable Backend first() {
    for (Backend backend : backends) {
      if (backend.isReady()) {
        return backend;
      }
    }
    return null;
  }

  private @Nullable Backend draw(RandomGenerator chance) {
    long total = weightOfReady();
    if (total == 0) {
      return null;
    }
    long drawn = chance.nextLong(total);
    for (Backend backend : backends) {
      drawn -= backend.isReady() ? backend.weight() : 0;
      if (drawn < 0) {
        return backend;
      }
    }
    throw new IllegalStateException("a draw below the total weight finds a backend");
  }

  private long weightOfReady() {
    long total = 0;
    for (Backend backend : backends) {
      total += backend.isReady() ? backend.weight() : 0;
    }
    return total;
  }
}
