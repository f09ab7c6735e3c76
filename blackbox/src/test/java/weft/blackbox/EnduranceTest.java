package weft.blackbox;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A long load, with a reader that does not read. */
@ExtendWith(Pair.Shared.class)
class EnduranceTest {
  private static final String READY = "endpoint_state=\"ready\"";

  private final Pair pair;

  EnduranceTest(Pair pair) {
    this.pair = pair;
  }

  @Test
  void aGigabyteForASlowReaderIsWholeAndTakesNoMemory() {
    try (var server = new Gigabyte(pair.app(Pair.RAW));
        var client = pair.connect()) {
      client.send("GET http://raw/ HTTP/1.1\r\nHost: raw\r\n\r\n").readThrough("\r\n\r\n");
      long stopped = server.awaitStandstill();
      assertThat(stopped).as("bytes that nobody has read").isLessThan(32 << 20);
      assertThat(Gigabyte.differsAt(client)).isEqualTo(-1);
    }
    for (var proxy : new Sidecar[] {pair.web(), pair.app()}) {
      assertThat(proxy.peakResidentBytes()).isLessThan(200L << 20);
    }
  }

  @Test
  void noRequestFailsWhileTheControlPlaneIsGoneFor30SecondsAndEditsAreInForceOnceItIsBack() {
    try (var load = Load.on(pair.web(), ofSeconds(31), "api")) {
      pair.ask("http://api/");
      pair.mesh().control().signal("KILL");
      load.awaitEnd();
    }
    pair.mesh().startControl();
    awaitEdit();
  }

  @Test
  void aControlPlaneThatSaysNothingIsNoticedAndFoundAgainWithoutAFailedRequest() {
    var control = pair.mesh().control();
    long silent = System.nanoTime();
    try (var load = Load.on(pair.web(), ofMinutes(2), "api")) {
      control.signal("STOP");
      pair.web()
          .awaitCounters(
              "aware of it", c -> c.sum("control_destination_balancer_endpoints", READY) == 0);
      long noticed = System.nanoTime();
      control.signal("CONT");
      awaitEdit();
      System.out.printf(
          "a silent control plane: noticed after %d ms, an edit in force %d ms after its return%n",
          Duration.ofNanos(noticed - silent).toMillis(),
          Duration.ofNanos(System.nanoTime() - noticed).toMillis());
      load.end();
    }
  }

  /** Edits the mesh file, and waits until that is in force. */
  private void awaitEdit() {
    var before = pair.mesh().text();
    var name = "edited-" + System.nanoTime();
    pair.mesh().edit("name: raw,", "name: " + name + ",");
    Until.holds(
        () -> pair.ask("http://" + name + "/").header("l5d-proxy-error").isEmpty(),
        () -> "the edit is not in force: " + pair.ask("http://" + name + "/"));
    pair.mesh().write(before);
  }
}
