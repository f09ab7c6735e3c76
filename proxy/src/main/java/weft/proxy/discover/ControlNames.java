package weft.proxy.discover;

import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Addr;
import weft.proxy.config.DnsConfig;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.telemetry.DnsMetrics;
import weft.proxy.transport.Causes;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;

/**
 * Where the names of the control plane lead, by the system's DNS, as that changes.
 *
 * <p>SRV records decide where they are of use, else addresses with the port that is configured; the
 * hosts file comes first. Looked up again when the records expire, not before {@link #SOONEST}.
 * What was found last holds until DNS says something else, for those who ask later too (RFC 8767,
 * without an end: there are as many names as are configured). Made on any thread, then on the
 * control loop only; nothing blocks it. Source: docs/spec/identity-tls.md 10.
 */
public final class ControlNames {
  private static final Logger LOG = LoggerFactory.getLogger(ControlNames.class);
  private static final Duration SOONEST = Duration.ofSeconds(5);
  private static final long QUERY_MILLIS = 1000;

  private final Loops loops;
  private final Loop home;
  private final DnsConfig config;
  private final RandomGenerator random;
  private final DnsServerAddressStreamProvider servers;
  private final Map<Addr.Name, List<InetSocketAddress>> known = new HashMap<>();
  private @Nullable DnsNameResolver resolver;

  /** Looks up on {@code home}, by the system's servers; opens nothing before it is asked. */
  public ControlNames(Loops loops, Loop home, DnsConfig config, RandomGenerator random) {
    this(loops, home, config, random, DnsServerAddressStreamProviders.platformDefault());
  }

  ControlNames(
      Loops loops,
      Loop home,
      DnsConfig config,
      RandomGenerator random,
      DnsServerAddressStreamProvider servers) {
    this.loops = loops;
    this.home = home;
    this.config = config;
    this.random = random;
    this.servers = servers;
  }

  /**
   * Tells {@code found} where {@code name} leads, now or later, and when it changes; at least one
   * address each time.
   *
   * @param backoff of look-ups that fail
   */
  Subscription follow(
      Addr.Name name,
      DnsMetrics.Client counted,
      ExponentialBackoff backoff,
      Consumer<List<InetSocketAddress>> found) {
    var following = new Following(name, counted, backoff, found);
    following.start();
    return following;
  }

  private DnsNameResolver resolver() {
    DnsNameResolver r = resolver;
    if (r == null) {
      r =
          new DnsNameResolverBuilder(home.eventLoop())
              .datagramChannelType(loops.datagramType())
              .socketChannelType(loops.socketType())
              .nameServerProvider(servers)
              .queryTimeoutMillis(QUERY_MILLIS)
              .maxQueriesPerResolve(4)
              .ttl(seconds(config.minTtl(), 0), seconds(config.maxTtl(), Integer.MAX_VALUE))
              .build();
      resolver = r;
    }
    return r;
  }

  private static int seconds(@Nullable Duration ttl, int otherwise) {
    return ttl == null ? otherwise : (int) Math.min(ttl.toSeconds(), Integer.MAX_VALUE);
  }

  private final class Following implements Subscription {
    private final Addr.Name name;
    private final DnsMetrics.Client counted;
    private final ExponentialBackoff backoff;
    private final Consumer<List<InetSocketAddress>> listener;
    private List<InetSocketAddress> told = List.of();
    private Timer again = Timer.UNSET;
    private int failures;
    private boolean cancelled;

    Following(
        Addr.Name name,
        DnsMetrics.Client counted,
        ExponentialBackoff backoff,
        Consumer<List<InetSocketAddress>> listener) {
      this.name = name;
      this.counted = counted;
      this.backoff = backoff;
      this.listener = listener;
    }

    void start() {
      InetAddress local = byFile();
      if (local != null) {
        tell(List.of(new InetSocketAddress(local, name.port())));
        return;
      }
      tell(known.getOrDefault(name, List.of()));
      lookUp();
    }

    private @Nullable InetAddress byFile() {
      return name.isLoopback()
          ? InetAddress.getLoopbackAddress()
          : HostsFileEntriesResolver.DEFAULT.address(
              name.name().withoutDot().text(), ResolvedAddressTypes.IPV4_PREFERRED);
    }

    private void tell(List<InetSocketAddress> addresses) {
      if (!cancelled && !addresses.isEmpty() && !addresses.equals(told)) {
        told = addresses;
        listener.accept(addresses);
      }
    }

    private void lookUp() {
      if (cancelled) {
        return;
      }
      var question = new DefaultDnsQuestion(name.name().text(), DnsRecordType.SRV);
      var _ = resolver().resolveAll(question).addListener(done -> services((Future<?>) done));
    }

    @SuppressWarnings("unchecked") // resolveAll's future, whose listener has no better type
    private void services(Future<?> done) {
      ServiceRecords records =
          done.isSuccess()
              ? ServiceRecords.read((List<DnsRecord>) done.getNow())
              : new ServiceRecords(List.of(), 0);
      boolean isOfUse = !records.addresses().isEmpty();
      counted.services().count(isOfUse);
      if (isOfUse) {
        found(records.addresses(), Duration.ofSeconds(records.ttlSeconds()));
      } else if (!cancelled) {
        var _ =
            resolver()
                .resolveAll(name.name().text())
                .addListener(other -> addresses((Future<?>) other));
      }
    }

    @SuppressWarnings("unchecked") // as above
    private void addresses(Future<?> done) {
      counted.addresses().count(done.isSuccess());
      if (done.isSuccess()) {
        var all = new ArrayList<InetSocketAddress>();
        for (InetAddress ip : (List<InetAddress>) done.getNow()) {
          all.add(new InetSocketAddress(ip, name.port()));
        }
        found(List.copyOf(all), SOONEST); // the resolver keeps them for as long as they say
      } else {
        failed(Causes.text(done.cause()).strip());
      }
    }

    private void found(List<InetSocketAddress> addresses, Duration ttl) {
      failures = 0;
      known.put(name, addresses);
      tell(addresses);
      lookAgain(ttl.compareTo(SOONEST) < 0 ? SOONEST : ttl);
    }

    private void failed(String why) {
      if (!cancelled) {
        LOG.warn("Failed to resolve control-plane component: {}: {}", name, why);
        lookAgain(backoff.delay(failures++, random));
      }
    }

    private void lookAgain(Duration pause) {
      if (!cancelled) {
        again = home.after(pause, this::lookUp);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      again.stop();
    }
  }
}
