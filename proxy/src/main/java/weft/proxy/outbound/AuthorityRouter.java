package weft.proxy.outbound;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.http.Caller;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.Exchange;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Stack;

/**
 * Sends each request to the destination that its authority names.
 *
 * <p>The first of {@code l5d-dst-override}, the target's authority and {@code host} decides; port
 * 80 if it has none. Destinations are cached per loop while they are in use and an idle time
 * longer. Source: docs/spec/outbound.md 33.3; contracts of explicit mode.
 */
final class AuthorityRouter implements HttpService {
  /** How long a request waits until it is known where it goes. */
  static final Duration DISCOVERY = Duration.ofSeconds(3);

  private static final int REMEMBERED = 1024;
  private static final int HTTP_PORT = 80;

  private final IdleCache<Destination.Target, HttpService> destinations;
  private final Map<Header, Addr> parsed = new HashMap<>();
  private final @Nullable Addr fixed;

  /** Routes over {@code destinations}; all to {@code fixed} where that is given. */
  AuthorityRouter(IdleCache<Destination.Target, HttpService> destinations, @Nullable Addr fixed) {
    this.destinations = destinations;
    this.fixed = fixed;
  }

  /** The destinations of one loop. */
  static IdleCache<Destination.Target, HttpService> destinations(
      Parts parts, LoopParts on, Destination.Stacks stacks) {
    var queue = parts.config().outbound().httpQueue();
    var stack =
        Stack.<Destination.Target, HttpService>named("outbound http logical")
            .layer(
                new ErrorContext<Destination.Target>(t -> "logical service " + t.addr()),
                "names the destination in errors from below")
            .layer(
                new FailFastQueue<Destination.Target>(
                    queue.capacity(), DISCOVERY, on.loop(), t -> LineEvents.NONE),
                "requests wait for discovery, for a limited time")
            .over(t -> new Destination(t, stacks));
    return new IdleCache<>(
        parts.config().limits().targets(),
        parts.config().outbound().discoveryIdle(),
        on.loop(),
        stack,
        HttpService::retire);
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    Addr addr = fixed == null ? addr(head) : fixed;
    head.headers().remove(HeaderName.L5D_DST_OVERRIDE);
    if (addr == null) {
      return Refuse.exchange(caller, NO_AUTHORITY.reset());
    }
    var handle = destinations.acquire(Destination.Target.of(addr, head.version()));
    if (handle == null) {
      return Refuse.exchange(caller, TOO_MANY.reset());
    }
    return new Holding(handle, caller).into(handle.value(), head);
  }

  private static final Refusal NO_AUTHORITY =
      new Refusal(Refusal.Kind.BAD_REQUEST, "the request names no authority that can be routed");
  static final Refusal TOO_MANY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: too many destinations in use");

  private @Nullable Addr addr(RequestHead head) {
    Header override = head.headers().first(HeaderName.L5D_DST_OVERRIDE);
    Header named = override == null ? head.authority() : override;
    return named == null ? null : parse(named);
  }

  private @Nullable Addr parse(Header named) {
    Addr known = parsed.get(named);
    if (known != null) {
      return known;
    }
    Addr addr = Addr.parse(named.valueText(), HTTP_PORT);
    if (addr != null) {
      if (parsed.size() >= REMEMBERED) {
        parsed.clear();
      }
      parsed.put(named, addr);
    }
    return addr;
  }
}
