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

  private final IdleCache<Destination.Key, HttpService> destinations;
  private final Map<Header, Target> parsed = new HashMap<>();
  private final Outbound.Entry entry;

  /** Routes over {@code destinations} what came in by {@code entry}. */
  AuthorityRouter(IdleCache<Destination.Key, HttpService> destinations, Outbound.Entry entry) {
    this.destinations = destinations;
    this.entry = entry;
  }

  /** The destinations of one loop. */
  static IdleCache<Destination.Key, HttpService> destinations(
      Parts parts, LoopParts on, Destination.Stacks stacks) {
    var queue = parts.config().outbound().httpQueue();
    var stack =
        Stack.<Destination.Key, HttpService>named("outbound http logical")
            .layer(
                new ErrorContext<Destination.Key>(key -> "logical service " + key.target()),
                "names the destination in errors from below")
            .layer(
                new FailFastQueue<Destination.Key>(
                    queue.capacity(), DISCOVERY, on.loop(), key -> LineEvents.NONE),
                "requests wait for discovery, for a limited time")
            .over(key -> new Destination(key, stacks));
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
    Target target = target(head);
    if (target == null) {
      return Refuse.exchange(caller, NO_AUTHORITY.reset());
    }
    var handle = destinations.acquire(Destination.Key.of(target, head.version()));
    if (handle == null) {
      return Refuse.exchange(caller, TOO_MANY.reset());
    }
    return new Holding(handle, caller).into(handle.value(), head);
  }

  private static final Refusal NO_AUTHORITY =
      new Refusal(Refusal.Kind.BAD_REQUEST, "the request names no authority that can be routed");
  static final Refusal TOO_MANY =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: too many destinations in use");

  private @Nullable Target target(RequestHead head) {
    Header override = head.headers().first(HeaderName.L5D_DST_OVERRIDE);
    if (!entry.byAuthority()) {
      return entry.target();
    }
    head.headers().remove(HeaderName.L5D_DST_OVERRIDE);
    Header named = override == null ? head.authority() : override;
    Target target = named == null ? null : parse(named);
    return target == null ? entry.target() : target;
  }

  private @Nullable Target parse(Header named) {
    Target known = parsed.get(named);
    if (known != null) {
      return known;
    }
    Addr addr = Addr.parse(named.valueText(), HTTP_PORT);
    if (addr == null) {
      return null;
    }
    if (parsed.size() >= REMEMBERED) {
      parsed.clear();
    }
    Target original = entry.target();
    Target target = Target.named(addr, original == null ? null : original.original());
    parsed.put(named, target);
    return target;
  }
}
