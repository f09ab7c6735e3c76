package weft.proxy.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Accrual;
import weft.proxy.balance.Alternatives;
import weft.proxy.balance.Alternatives.Weighted;
import weft.proxy.http.Caller;
import weft.proxy.http.Ending;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.Relay;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.route.Backend;
import weft.proxy.route.Distribution;
import weft.proxy.route.Meta;
import weft.proxy.route.Routing;
import weft.proxy.route.Routing.Case;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Service;

/**
 * Sends each request on the route that it matches, by one state of policy or profile.
 *
 * <p>What a route does is built when it is first matched. A router that was replaced serves what it
 * had begun, further tries included, to the end, and only then lets its backends go. Loop only.
 * Source: docs/spec/outbound.md 11.1, 12.1.
 *
 * @param <R> what a rule asks for
 */
final class Router<R> implements HttpService {
  private static final Reset NO_ROUTE =
      new Refusal(Refusal.Kind.NO_ROUTE, "no route: no rule matches the request").reset();

  private final Routing<R> routing;
  private final Factory<Case<R>, HttpService> stack;
  private final Backends backends;
  private final @Nullable HttpService[] services;
  private int underWay;
  private boolean retired;

  /** The backends that one router uses. */
  static final class Backends {
    private final BackendCache cache;
    private final Meta parent;
    private final @Nullable Accrual accrual;
    private final Map<BackendCache.Key, HttpService> acquired = new HashMap<>();

    Backends(BackendCache cache, Meta parent, @Nullable Accrual accrual) {
      this.cache = cache;
      this.parent = parent;
      this.accrual = accrual;
    }

    /** Starts to look for the endpoints of all that may be chosen. */
    void acquire(Distribution distribution) {
      for (var choice : distribution.choices()) {
        service(choice.backend());
      }
    }

    HttpService service(Backend backend) {
      var key = new BackendCache.Key(parent, backend, accrual);
      HttpService known = acquired.get(key);
      if (known == null) {
        known = cache.acquire(key);
        acquired.put(key, known);
      }
      return known;
    }

    private void release() {
      acquired.keySet().forEach(cache::release);
      acquired.clear();
    }
  }

  Router(Routing<R> routing, Factory<Case<R>, HttpService> stack, Backends backends) {
    this.routing = routing;
    this.stack = stack;
    this.backends = backends;
    this.services = new HttpService[routing.all().size()];
  }

  /** The choice among backends, each with what {@code each} makes of it. */
  static <S extends Service> Alternatives<S> alternatives(
      Distribution distribution, Factory<Distribution.Choice, S> each, RandomGenerator random) {
    List<Weighted<S>> choices = new ArrayList<>();
    for (var choice : distribution.choices()) {
      choices.add(new Weighted<>(each.build(choice), choice.weight()));
    }
    return switch (distribution.law()) {
      case FIRST_AVAILABLE -> Alternatives.inOrder(choices);
      case RANDOM_AVAILABLE -> Alternatives.byWeight(choices, random);
    };
  }

  /** The same for requests. */
  static HttpService distribute(
      Distribution distribution,
      Factory<Distribution.Choice, HttpService> each,
      RandomGenerator random) {
    return new weft.proxy.balance.Distribution(alternatives(distribution, each, random));
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    Case<R> found = routing.find(head);
    if (found == null) {
      return Refuse.exchange(caller, NO_ROUTE);
    }
    HttpService service = services[found.number()];
    if (service == null) {
      service = stack.build(found);
      services[found.number()] = service;
    }
    return new UnderWay(caller).into(service, head);
  }

  @Override
  public void retire() {
    if (!retired) {
      retired = true;
      releaseIfIdle();
    }
  }

  private void releaseIfIdle() {
    if (retired && underWay == 0) {
      Arrays.stream(services)
          .forEach(
              service -> {
                if (service != null) {
                  service.retire();
                }
              });
      backends.release();
    }
  }

  private final class UnderWay extends Relay {
    private boolean begun;
    private boolean cancelling;

    UnderWay(Caller caller) {
      super(caller);
    }

    @Override
    public void start(boolean last) {
      begun = true;
      underWay++;
      super.start(last);
    }

    /** Lets go after those below have counted the end. */
    @Override
    public void cancel(Reset why) {
      cancelling = true;
      super.cancel(why);
      cancelling = false;
      releaseIfIdle();
    }

    @Override
    protected void ended(Ending how) {
      underWay -= begun ? 1 : 0;
      if (!cancelling) {
        releaseIfIdle();
      }
    }
  }
}
