package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.process.Program;

/** Clients of HTTP/2 and nghttpd, through two proxies. */
@ExtendWith(Pair.Shared.class)
class Http2Test {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Mesh mesh;
  private final Sidecar web;

  Http2Test(Pair pair) {
    this.mesh = pair.mesh();
    this.web = pair.web();
  }

  @BeforeAll
  static void start(Pair pair) {
    pair.startNghttpd();
  }

  @Test
  void curlWithHttp2PriorKnowledge() {
    var answer =
        Program.CURL.with(
            "-sS",
            "--http2-prior-knowledge",
            "--connect-to",
            "h2:80:" + web.outbound(),
            "-w",
            "%{http_version} %{http_code}",
            "-o",
            "/dev/null",
            "http://h2/mesh.yaml");
    assertThat(answer.run(LIMIT).successfully().out()).isEqualTo("2 200");
  }

  @Test
  void nghttpAsksNghttpd() {
    var answer = Program.NGHTTP.with("-H", ":authority: h2", url("/mesh.yaml")).run(LIMIT);
    assertThat(answer.successfully().out()).isEqualTo(mesh.text());
  }

  @Test
  void h2loadLoadsNghttpd() {
    var load =
        Program.H2LOAD.with(
            "-n", 5000, "-c", 4, "-m", 25, "-H", ":authority: h2", url("/mesh.yaml"));
    assertThat(load.run(LIMIT).successfully().out())
        .contains("5000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  private String url(String path) {
    return "http://" + web.outbound() + path;
  }
}
