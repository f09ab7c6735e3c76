package weft.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.Stack;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;
import weft.testkit.Covers;

class AdminSiteTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress(documentation(), 5000);

  private final List<String> waiting = new ArrayList<>();
  private final AtomicInteger shutdowns = new AtomicInteger();
  private final RefusalLog refusals = new RefusalLog(10, Clock.systemUTC(), System::nanoTime);
  private final AdminSite site =
      new AdminSite(
          new Registry(() -> 0, 10),
          Duration.ZERO,
          () -> waiting,
          () ->
              List.of(
                  new Stack.Listing(
                      "outbound http server", List.of(new Stack.Line("Respond", "outermost")))),
          refusals,
          null,
          shutdowns::incrementAndGet);

  /** 192.0.2.1 (RFC 5737). */
  private static InetAddress documentation() {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Page get(String path) {
    return site.answer(new Question("GET", path, "", "", CLIENT));
  }

  @Test
  void refusalsAreOneJsonObjectALine() {
    refusals.add("outbound http", "failfast", CLIENT, "service in fail-fast: not ready for 3s");
    Page page = get("/refusals");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).isEqualTo("application/jsonl");
    assertThat(page.body())
        .contains("\"layer\":\"outbound http\",\"kind\":\"failfast\"")
        .contains("\"text\":\"service in fail-fast: not ready for 3s\"}\n");
  }

  @Test
  void refusalsAreReadOnly() {
    assertThat(site.answer(new Question("POST", "/refusals", "", "", CLIENT)).status())
        .isEqualTo(405);
  }

  @Test
  void theStackSaysWhatStandsWhereAndWhy() {
    assertThat(get("/stack").body()).isEqualTo("outbound http server\n  Respond: outermost\n");
  }

  @Covers({"telemetry#T1", "telemetry#T2"})
  @Test
  void aProxyThatWaitsIsAliveAndNotReady() {
    waiting.add("identity: not certified yet");
    assertThat(get("/live")).isEqualTo(Page.text(200, "live\n"));
    assertThat(get("/ready")).isEqualTo(Page.text(503, "not ready\n"));
  }

  @Covers("telemetry#T3")
  @Test
  void aProxyThatWaitsForNothingIsReady() {
    assertThat(get("/ready")).isEqualTo(Page.text(200, "ready\n"));
  }

  @Covers("telemetry#T11")
  @Test
  void aPathIsTakenAsItIs() {
    assertThat(get("/live/").status()).isEqualTo(404);
  }

  @Covers("telemetry#T25")
  @Test
  void nobodyElsewhereShutsTheProxyDown() {
    var asked = new Question("POST", "/shutdown", "", "", ELSEWHERE);
    assertThat(site.answer(asked).status()).isEqualTo(403);
    assertThat(shutdowns).hasValue(0);
  }

  @Covers("telemetry#T26")
  @Test
  void readingDoesNotShutDown() {
    assertThat(get("/shutdown").status()).isEqualTo(405);
    assertThat(shutdowns).hasValue(0);
  }
}
