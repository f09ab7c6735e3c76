package weft.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import weft.testkit.invariant.Lasting;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawSocket;
import weft.testkit.process.Child;
import weft.testkit.process.Command;
import weft.testkit.process.Nginx;
import weft.testkit.process.Program;
import weft.testkit.toxic.ToxicProxy;

/**
 * A client's proxy, a server's proxy and a tap between them, started once for all tests that send
 * traffic through; a test class takes it as a parameter of its constructor.
 *
 * <p>{@code web} is {@code weft proxy}; {@code app} is {@code weft run} around nginx. Other servers
 * are started by the tests, on the address of {@code app} and the ports named here.
 */
final class Pair implements AutoCloseable, Lasting {
  static final int NGINX = 8080;
  static final int NGHTTPD = 8081;
  static final int REDIS = 6379;
  static final int GREETER = 9090;
  static final int RAW = 9000;

  /** Nobody listens there. */
  static final int NOBODY = 9001;

  private static final int TAPPED_INBOUND = 5143;

  private final Mesh mesh;
  private final ToxicProxy tap;
  private final Sidecar web;
  private final Sidecar app;
  private @Nullable Child nghttpd;

  private Pair(Path directory) {
    mesh = plan().start(directory);
    try {
      tap = mesh.keep(ToxicProxy.between(tcp("app", 4143), tcp("app", TAPPED_INBOUND)));
      web = startWeb();
      app = startApp(directory);
      web.awaitReady();
      app.awaitReady();
      warmUp();
    } catch (RuntimeException | Error e) {
      mesh.close();
      throw e;
    }
  }

  private static Plan plan() {
    return Mesh.plan()
        .workload("web")
        .workload("app", NGINX, NGHTTPD, REDIS, GREETER, RAW, NOBODY)
        .workload("gone", NGINX)
        .workload("silent", NGINX)
        .workload("job", NGINX)
        .service("api", 80, "app", NGINX)
        .service("h2", 80, "app", NGHTTPD)
        .service("cache", REDIS, "app", REDIS)
        .service("greeter", GREETER, "app", GREETER)
        .service("raw", 80, "app", RAW)
        .service("refusing", 80, "app", NOBODY)
        .service("gone", 80, "gone", NGINX)
        .service("silent", 80, "silent", NGINX)
        .service("empty", 80, "nobody", NGINX);
  }

  private Sidecar startWeb() {
    var ip = mesh.ip("web");
    var listeners = "%1$s:6379=cache:6379,%1$s:9090=greeter:9090".formatted(ip);
    return mesh.start(
        "web", patient(mesh.proxyCommand("web")).env("WEFT_OUTBOUND_LISTENERS", listeners));
  }

  private Sidecar startApp(Path directory) {
    var nginx =
        Nginx.command(
            directory,
            mesh.ip("app") + ":" + NGINX,
            """
            location / { return 200 "$server_protocol $http_host $http_l5d_client_id"; }
            location /big { root .; }
            """);
    return mesh.start(
        "app",
        patient(mesh.runCommand("app", List.of(), nginx))
            .env("LINKERD2_PROXY_INBOUND_LISTEN_ADDR", mesh.ip("app") + ":" + TAPPED_INBOUND));
  }

  /** The first request of a fresh pair loads classes, which may take longer than it is given. */
  private void warmUp() {
    Until.holds(
        () -> ask("http://api/").status() == 200,
        () -> "no request gets through: " + ask("http://api/"));
  }

  /** The answer to a GET by the client's proxy, on a connection of its own. */
  RawResponse ask(String url, String... headers) {
    try (var client = connect()) {
      client.patience(Weft.PATIENCE);
      var lines = new StringBuilder("GET " + url + " HTTP/1.1\r\n");
      lines.append("Host: ").append(URI.create(url).getAuthority()).append("\r\n");
      for (var header : headers) {
        lines.append(header).append("\r\n");
      }
      return RawResponse.read(client.send(lines + "\r\n"));
    }
  }

  /** A connection to the client's proxy. */
  RawSocket connect() {
    return RawSocket.connect(tcp("web", 4140));
  }

  /** A first connection on a busy machine may take its time. */
  private static Command patient(Command sidecar) {
    return sidecar
        .env("LINKERD2_PROXY_OUTBOUND_CONNECT_TIMEOUT", "3s")
        .env("LINKERD2_PROXY_OUTBOUND_TCP_FAILFAST_TIMEOUT", "10s");
  }

  /** Starts an HTTP/2 server over the mesh's directory, unless it runs. */
  void startNghttpd() {
    if (nghttpd == null) {
      var command =
          Program.NGHTTPD.with("--no-tls", "-a", mesh.ip("app"), "-d", mesh.directory(), NGHTTPD);
      nghttpd = mesh.keep(command.start()).awaitAddress(app(NGHTTPD), Weft.PATIENCE);
    }
  }

  Mesh mesh() {
    return mesh;
  }

  /** The client's proxy. */
  Sidecar web() {
    return web;
  }

  /** The server's proxy. */
  Sidecar app() {
    return app;
  }

  /** All that goes from proxy to proxy goes through here. */
  ToxicProxy tap() {
    return tap;
  }

  /** An address of the server's application. */
  InetSocketAddress app(int port) {
    return tcp("app", port);
  }

  private InetSocketAddress tcp(String workload, int port) {
    return new InetSocketAddress(mesh.ip(workload), port);
  }

  @Override
  public Set<Long> processes() {
    return mesh.processes();
  }

  @Override
  public void close() {
    mesh.close();
  }

  /**
   * Gives tests the one that runs; ends it after the last of them.
   *
   * <p>After each test class, every gauge must be back at what it was before.
   */
  static final class Shared implements ParameterResolver, BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace HERE =
        ExtensionContext.Namespace.create(Shared.class);

    /** What lived in the proxies before a test class. */
    private record Start(Living web, Living app) {}

    @Override
    public void beforeAll(ExtensionContext test) {
      var pair = pair(test);
      test.getStore(HERE).put(Start.class, new Start(pair.web.living(), pair.app.living()));
    }

    @Override
    public void afterAll(ExtensionContext test) {
      var start = test.getStore(HERE).get(Start.class, Start.class);
      if (start != null) {
        pair(test).web.awaitRest(start.web());
        pair(test).app.awaitRest(start.app());
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Pair.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return pair(test);
    }

    private static Pair pair(ExtensionContext test) {
      var store = test.getRoot().getStore(HERE);
      return store.computeIfAbsent(Pair.class, _ -> new Pair(temporaryDirectory()), Pair.class);
    }

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("weft-pair-");
      } catch (IOException e) {
        throw new UncheckedIOException("no directory for the pair", e);
      }
    }
  }
}
