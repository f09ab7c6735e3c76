package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What of a scrape must be back after a test, and what may stay. */
class LivingTest {
  private static final String SCRAPE =
      """
      # TYPE tcp_open_total counter
      tcp_open_total{direction="outbound",peer="src"} 9
      # TYPE tcp_open_connections gauge
      tcp_open_connections{direction="outbound",peer="src",target_addr="127.0.0.2:4140"} 1
      tcp_open_connections{direction="outbound",peer="dst",target_addr="127.0.0.3:8080"} 2
      tcp_open_connections{direction="outbound",peer="dst",target_addr="127.0.0.3:6379"} 3
      tcp_open_connections{direction="inbound",peer="src",target_addr="127.0.0.3:80",tls="true"} 4
      tcp_open_connections{direction="inbound",peer="src",target_addr="127.0.0.3:80",tls="false"} 5
      # TYPE weft_buffered_bytes gauge
      weft_buffered_bytes 6
      # TYPE weft_added_later gauge
      weft_added_later 7
      # TYPE process_open_fds gauge
      process_open_fds 8
      """;

  @Test
  void clientsAndBytesAreAliveAndPoolsCountersAndTheProcessAreNot() {
    assertThat(Living.of(SCRAPE).series().values())
        .containsExactlyInAnyOrder(1.0, 3.0, 5.0, 6.0, 7.0);
  }

  @Test
  void whatIsMoreThanBeforeIsNamedWithBothValues() {
    var before = Living.of(SCRAPE);
    var after = Living.of(SCRAPE.replace("bytes 6", "bytes 60").replace("later 7", "later 0"));
    assertThat(after.above(before)).containsExactly("weft_buffered_bytes is 60.0, and was 6.0");
    assertThat(before.above(before)).isEmpty();
  }
}
