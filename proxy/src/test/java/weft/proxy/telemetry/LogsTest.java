package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.NOPLoggingEventBuilder;
import weft.testkit.Covers;

class LogsTest {
  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Logs logs =
      new Logs(
          now::get,
          InstantSource.fixed(Instant.parse("2026-08-21T10:00:00.123456Z")),
          OutputStream.nullOutputStream());
  private final Logger log = logs.getLogger("weft.proxy.inbound.Accept");

  private String written() {
    logs.close();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Covers("telemetry#T61")
  @Test
  void aPlainLineHasTimeLevelThreadTargetAndFields() {
    logs.start(out, 10, false);
    now.set(12_345_678_000L);
    log.atWarn()
        .addKeyValue("client", "web")
        .setCause(new IllegalStateException("no", new java.io.IOException("gone")))
        .log("denied {}", 7);
    assertThat(written())
        .matches(
            "^\\[ *\\d+\\.\\d{6}s\\] +(TRACE|DEBUG|INFO|WARN|ERROR) ThreadId\\(\\d\\d+\\) .*\n")
        .startsWith("[    12.345678s]  WARN ThreadId(")
        .endsWith(
            ") linkerd_app_inbound::Accept: denied 7 client=web"
                + " error=java.lang.IllegalStateException: no: java.io.IOException: gone\n");
  }

  @Covers({"telemetry#T60", "config#C61"})
  @Test
  void aJsonLineHasItsKeysInOrder() {
    logs.start(out, 10, true);
    log.atInfo().addKeyValue("client", "a\"b").log("Admin \u0001");
    assertThat(written())
        .isEqualTo(
            "{\"timestamp\":\"2026-08-21T10:00:00.123456Z\",\"level\":\"INFO\",\"fields\":"
                + "{\"message\":\"Admin \\u0001\",\"client\":\"a\\\"b\"},"
                + "\"target\":\"linkerd_app_inbound::Accept\",\"threadId\":\"ThreadId("
                + Thread.currentThread().threadId()
                + ")\"}\n");
  }

  @Test
  void whatPeersSendMakesNoLineOfItsOwn() {
    logs.start(out, 10, false);
    log.info("a\nb\u001b[1m");
    assertThat(written()).endsWith("a\\nb\\u001b[1m\n");
  }

  @Test
  void theFilterHoldsForLoggersThatExist() throws Exception {
    logs.start(out, 10, false);
    log.debug("not yet");
    assertThat(log.atDebug()).isSameAs(NOPLoggingEventBuilder.singleton());
    logs.filter(LogFilter.strict("warn,linkerd=debug"));
    log.debug("now");
    logs.filter(LogFilter.OFF);
    log.error("never");
    assertThat(written()).contains("now").doesNotContain("not yet").doesNotContain("never");
  }

  @Test
  void aFullQueueDropsAndSaysSo() throws Exception {
    var stuck = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            stuck.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            out.write(bytes, from, length);
          }
        };
    logs.start(slow, 2, false);
    log.info("first");
    stuck.await();
    for (int i = 0; i < 5; i++) {
      log.info("more {}", i);
    }
    assertThat(logs.dropped()).isEqualTo(3);
    go.countDown();
    assertThat(written()).contains("more 1").doesNotContain("more 2").contains("dropped_events=3");
  }

  @Test
  void thisProcessLogsHere() {
    assertThat(LoggerFactory.getILoggerFactory())
        .isInstanceOf(Logs.class)
        .isSameAs(Logs.ofProcess());
  }

  @ParameterizedTest
  @CsvSource({
    "weft.proxy.inbound.Accept, linkerd_app_inbound::Accept",
    "weft.proxy.app.Main, linkerd_app::Main",
    "weft.proxy.transport.Loop, linkerd_transport::Loop",
    "io.netty.resolver.dns.DnsNameResolver, hickory::DnsNameResolver",
    "io.netty.util.X, io::netty::util::X"
  })
  void classesHaveTargetsThatFiltersForTheReferenceKnow(String name, String target) {
    assertThat(Log.target(name)).isEqualTo(target);
  }
}
