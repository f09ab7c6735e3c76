package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AccessLogLineTest {
  private static AccessLogLine line(String uri, int status) {
    Instant arrival = Instant.parse("2026-08-21T10:00:00.123456789Z");
    return new AccessLogLine(
        "10.42.0.9:51234",
        "-",
        arrival.getEpochSecond(),
        arrival.getNano(),
        "GET",
        uri,
        "HTTP/1.1",
        "",
        "",
        status,
        status == 0 ? null : "12",
        1_523_000,
        81_000,
        "curl/8.9.0",
        "voting-svc");
  }

  @Test
  void apacheHasAddressTimeRequestAndStatus() {
    assertThat(line("/api", 200).apache())
        .isEqualTo(
            "10.42.0.9:51234 - - [2026-08-21T10:00:00.123456789Z] \"GET /api HTTP/1.1\" 200");
    assertThat(line("/api", 0).apache()).endsWith("\"GET /api HTTP/1.1\"");
  }

  @Test
  void jsonHasItsKeysSorted() {
    assertThat(line("/api", 200).json())
        .isEqualTo(
            "{\"client.addr\":\"10.42.0.9:51234\",\"client.id\":\"-\",\"host\":\"voting-svc\","
                + "\"method\":\"GET\",\"processing_ns\":\"81000\",\"request_bytes\":\"\","
                + "\"response_bytes\":\"12\",\"status\":200,"
                + "\"timestamp\":\"2026-08-21T10:00:00.123456789Z\",\"total_ns\":\"1523000\","
                + "\"trace_id\":\"\",\"uri\":\"/api\",\"user_agent\":\"curl/8.9.0\","
                + "\"version\":\"HTTP/1.1\"}");
    assertThat(line("/api", 0).json()).doesNotContain("status").doesNotContain("response_bytes");
  }

  @Test
  void aRequestCannotForgeALine() {
    assertThat(line("/\"\n10.0.0.1", 200).apache()).contains("GET /\\\"\\x0a10.0.0.1 HTTP/1.1\"");
  }

  @Property
  void timesAreThoseOfTheCalendar(@ForAll @LongRange(min = 0, max = 253402300799L) long second) {
    var out = new StringBuilder();
    Rfc3339.append(out, second, 0, 6);
    assertThat(out.toString())
        .isEqualTo(Instant.ofEpochSecond(second).toString().replace("Z", ".000000Z"));
  }
}
