package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A long load, with a reader that does not read. */
@ExtendWith(Pair.Shared.class)
class EnduranceTest {
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
}
