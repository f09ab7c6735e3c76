package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bounds of an HTTP/2 server, as a client meets them. */
final class ConfiguredOptionsTest {
  private final Scripted web = new Scripted();
  private final List<String> told = new java.util.ArrayList<>();
  private final Peer client =
      Peer.client(
          new H2Server(
              web,
              H2Options.DEFAULT.withMostStreams(2).withHeads(6, java.time.Duration.ofSeconds(30)),
              new H2Shared(
                  Budget.UNLIMITED, (peer, code, ends, rule) -> told.add(code + " " + rule)),
              null));

  @AfterEach
  void discard() {
    client.socket.discard();
  }

  @Test
  void moreStreamsThanTheLimitAreRefusedAlsoIfItWasNotAnnounced() {
    client.post(1).post(3).post(5);
    assertThat(client.hears()).anyMatch(frame -> frame.contains("RST_STREAM 5"));
    assertThat(told)
        .containsExactly("REFUSED_STREAM streams must be at most 2 at a time (RFC 9113, 5.1.2)");
  }

  @Test
  void moreLinesThanTheLimitAreAnswered431() {
    client.post(1, "a: 1", "b: 2", "c: 3", "d: 4");
    assertThat(client.hears()).contains("HEADERS 1 last");
    assertThat(told).singleElement().asString().contains("and 6 lines");
  }

  @Test
  void bytesAboveTheBudgetAreToldAndCountedUntilTheyLeave() {
    var budget = new BytesInFlight(100);
    assertThat(budget.hold(100)).isTrue();
    assertThat(budget.hold(1)).isFalse();
    assertThat(budget.held()).isEqualTo(101);
    assertThat(budget.withheld()).isEqualTo(1);
    budget.release(101);
    assertThat(budget.hold(1)).isTrue();
  }
}
