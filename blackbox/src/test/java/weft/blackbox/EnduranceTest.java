package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.process.Program;

/** Long loads: without a control plane, and with a reader that does not read. */
@ExtendWith(Pair.Shared.class)
class EnduranceTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Pair pair;

  EnduranceTest(Pair pair) {
    this.pair = pair;
  }

  @Test
  void noRequestFailsWhileTheControlPlaneIsGoneFor30Seconds() {
    var load =
        Program.WRK
            .with("-t1", "-c8", "-d32s", "-H", "Host: api")
            .and("http://" + pair.web().outbound() + "/");
    try (var running = load.start()) {
      pair.ask("http://api/");
      pair.mesh().control().signal("KILL");
      var ended = running.awaitExit(LIMIT).successfully();
      assertThat(ended.out()).contains("requests in 32").doesNotContain("Socket errors", "Non-2xx");
    }
    pair.mesh().startControl();
    pair.mesh().edit("name: raw,", "name: renamed,");
    Until.holds(
        () -> pair.ask("http://renamed/").header("l5d-proxy-error").isEmpty(),
        () -> "the edit is not in force: " + pair.ask("http://renamed/"));
    pair.mesh().edit("name: renamed,", "name: raw,");
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
}
