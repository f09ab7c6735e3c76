package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

  private final AtomicLong nanos = new AtomicLong();
  private final RefusalLog log =
      new RefusalLog(
          3, Clock.fixed(Instant.parse("2026-08-21T10:00:00.123Z"), ZoneOffset.UTC), nanos::get);

  private boolean add(String text) {
    return log.add("inbound http", "loadshed", CLIENT, text);
  }

  @Test
  void theNewestComesFirstAndTheOldestGoesFirst() {
    for (int i = 1; i <= 4; i++) {
      add("number " + i);
    }
    assertThat(log.print().lines())
        .containsExactly(
            "{\"time\":\"2026-08-21T10:00:00.123Z\",\"layer\":\"inbound http\","
                + "\"kind\":\"loadshed\",\"peer\":\"127.0.0.1:5000\",\"text\":\"number 4\"}",
            "{\"time\":\"2026-08-21T10:00:00.123Z\",\"layer\":\"inbound http\","
                + "\"kind\":\"loadshed\",\"peer\":\"127.0.0.1:5000\",\"text\":\"number 3\"}",
            "{\"time\":\"2026-08-21T10:00:00.123Z\",\"layer\":\"inbound http\","
                + "\"kind\":\"loadshed\",\"peer\":\"127.0.0.1:5000\",\"text\":\"number 2\"}");
  }

  @Test
  void whatPeersSendCannotMakeLinesOfItsOwn() {
    add("a\n\"b\"");
    assertThat(log.print()).endsWith("\"text\":\"a\\n\\\"b\\\"\"}\n").hasLineCount(1);
  }

  @Test
  void nothingWasRefusedAtFirst() {
    assertThat(log.print()).isEmpty();
  }

  @Test
  void onlySoManyAreLoggedWithinASecond() {
    for (int i = 0; i < RefusalLog.LINES; i++) {
      assertThat(add("x")).isTrue();
    }
    assertThat(add("x")).isFalse();
    nanos.set(999_999_999);
    assertThat(add("x")).isFalse();
    nanos.set(1_000_000_000);
    assertThat(add("x")).isTrue();
  }
}
