package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Addr;
import weft.proxy.config.DnsConfig;
import weft.proxy.discover.FakeDns.Says;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.telemetry.DnsMetrics;
import weft.proxy.telemetry.Registry;
import weft.proxy.transport.Causes;
import weft.proxy.transport.Loops;
import weft.testkit.Covers;

class ControlNamesTest {
  private static final String NAME = "control.linkerd.test";
  private static final Duration SOON = Duration.ofMillis(10);

  private final Map<String, Says> zone = new ConcurrentHashMap<>();
  private final FakeDns dns = new FakeDns(name -> zone.getOrDefault(name, Says.NXDOMAIN));
  private final Loops loops = Loops.start(1);
  private final Registry registry = new Registry(System::nanoTime, 100);
  private final DnsMetrics.Client counted = new DnsMetrics(registry).client("destination");
  private final ControlNames names =
      new ControlNames(
          loops,
          loops.all().getFirst(),
          new DnsConfig(null, null, List.of(), List.of()),
          new SplittableRandom(1),
          new SequentialDnsServerAddressStreamProvider(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port())));

  @AfterEach
  void stop() {
    loops.close();
    dns.close();
  }

  private BlockingQueue<String> follow(String address) {
    var found = new LinkedBlockingQueue<String>();
    var name = (Addr.Name) Objects.requireNonNull(Addr.parse(address));
    loops
        .all()
        .getFirst()
        .execute(
            () ->
                names.follow(
                    name,
                    counted,
                    new ExponentialBackoff(SOON, SOON, 0),
                    addresses -> found.add(print(addresses))));
    return found;
  }

  private static String print(List<InetSocketAddress> addresses) {
    return String.join(" ", addresses.stream().map(Causes::print).toList());
  }

  private static String next(BlockingQueue<String> found) throws InterruptedException {
    return String.valueOf(found.poll(20, TimeUnit.SECONDS));
  }

  private String scrape() {
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  @Test
  @Covers("telemetry#T55")
  void withoutServiceRecordsTheAddressesDecide() throws Exception {
    zone.put(NAME, Says.LOCALHOST);
    assertThat(next(follow(NAME + ".:8443"))).isEqualTo("127.0.0.1:8443");
    assertThat(scrape())
        .contains(
            "control_dns_resolutions_total{client=\"destination\",record_type=\"SRV\","
                + "result=\"not_found\"} 1\n")
        .contains(
            "control_dns_resolutions_total{client=\"destination\",record_type=\"A/AAAA\","
                + "result=\"ok\"} 1\n")
        .contains(
            "control_dns_resolutions_total{client=\"destination\",record_type=\"SRV\","
                + "result=\"ok\"} 0\n");
  }

  @Test
  void serviceRecordsGiveAddressAndPort() throws Exception {
    zone.put(NAME, Says.A_SERVICE);
    assertThat(next(follow(NAME + ".:8443"))).isEqualTo("127.0.0.1:8086");
    assertThat(scrape()).contains("record_type=\"SRV\",result=\"ok\"} 1\n");
  }

  @Test
  void aNameThatIsNotFoundIsLookedUpAgain() throws Exception {
    var found = follow(NAME + ".:8443");
    assertThat(found.poll(50, TimeUnit.MILLISECONDS)).isNull();
    zone.put(NAME, Says.LOCALHOST);
    assertThat(next(found)).isEqualTo("127.0.0.1:8443");
  }

  @Test
  void whatWasFoundHoldsWhileDnsIsSilent() throws Exception {
    zone.put(NAME, Says.LOCALHOST);
    assertThat(next(follow(NAME + ".:8443"))).isEqualTo("127.0.0.1:8443");
    zone.put(NAME, Says.NOTHING);
    assertThat(next(follow(NAME + ".:8443"))).isEqualTo("127.0.0.1:8443");
  }

  @Test
  void localhostIsNotLookedUp() throws Exception {
    assertThat(next(follow("localhost.:8443"))).isEqualTo("127.0.0.1:8443");
    assertThat(dns.asked).isEmpty();
  }
}
