package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.process.Program;

/** Clients of HTTP/1 and nginx, through two proxies. */
@ExtendWith(Pair.Shared.class)
class HttpTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Mesh mesh;
  private final Sidecar web;

  HttpTest(Pair pair) {
    this.mesh = pair.mesh();
    this.web = pair.web();
  }

  private String curl(Object... arguments) {
    return Program.CURL.with("-sS", "--fail").and(arguments).run(LIMIT).successfully().out();
  }

  /** What nginx says of a request: version, Host, who asks. */
  private String seen(String version, String host) {
    return version + " " + host + " " + mesh.identity("web");
  }

  @Test
  void curlByItsProxyVariable() {
    var curl =
        Program.CURL.with("-sS", "http://api/").env("http_proxy", "http://" + web.outbound());
    assertThat(curl.run(LIMIT).successfully().out()).isEqualTo(seen("HTTP/1.1", "api"));
  }

  @Test
  void curlWithHttp10AndTheServerSeesHttp10() {
    assertThat(curl("--http1.0", "-x", web.outbound(), "http://api/"))
        .isEqualTo(seen("HTTP/1.0", "api"));
  }

  @Test
  void everyNameOfAServiceIsOneTarget() {
    for (var name : new String[] {"api", "api.default", "api.default.svc.cluster.local"}) {
      assertThat(curl("-x", web.outbound(), "http://" + name + "/"))
          .isEqualTo(seen("HTTP/1.1", name));
    }
  }

  @Test
  void wrkLoadsNginx() {
    var load = Program.WRK.with("-t1", "-c16", "-d2s", "-H", "Host: api", url("/"));
    assertThat(load.run(LIMIT).successfully().out())
        .contains("requests in")
        .doesNotContain("Socket errors", "Non-2xx");
  }

  private String url(String path) {
    return "http://" + web.outbound() + path;
  }
}
