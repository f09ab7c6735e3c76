package weft.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.proxy.stack.Stack;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;

class AdminSiteTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

  private final RefusalLog refusals = new RefusalLog(10, Clock.systemUTC(), System::nanoTime);
  private final AdminSite site =
      new AdminSite(
          new Registry(() -> 0, 10),
          Duration.ZERO,
          List::of,
          () ->
              List.of(
                  new Stack.Listing(
                      "outbound http server", List.of(new Stack.Line("Respond", "outermost")))),
          refusals,
          null,
          null);

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
}
