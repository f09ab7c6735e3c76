package weft.proxy.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import weft.api.destination.WeightedAddr;
import weft.api.inbound.Server;
import weft.proxy.app.Proxy;
import weft.proxy.config.Config;
import weft.proxy.config.ConfigException;
import weft.proxy.config.FileSource;
import weft.proxy.config.Mode;
import weft.testkit.mesh.Authority;
import weft.testkit.mesh.MeshTls;
import weft.testkit.mesh.MockControl;
import weft.testkit.mesh.ProxyEnvironment;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawServer;

/**
 * A mesh of one test: an authority, a scripted control plane, and what the test starts in it.
 *
 * <p>Closing it ends everything, the last one started first.
 */
final class TestMesh implements AutoCloseable {
  /** The proxy's name, in its certificate and in the hellos of its peers. */
  static final String NAME = "foo.ns1.serviceaccount.identity.linkerd.cluster.local";

  /** A peer of it. */
  static final String PEER = "bar.ns1.serviceaccount.identity.linkerd.cluster.local";

  /** A service that the control plane may know. */
  static final String WEB = "web.ns1.svc.cluster.local";

  final Authority authority = Authority.named("ca1");
  final MockControl control = MockControl.start(authority);
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Path directory = temporary();

  /** An application that does what the test tells it. */
  RawServer app() {
    return closing(RawServer.start());
  }

  /** What a proxy of this mesh is configured with. */
  ProxyEnvironment environment() {
    return new ProxyEnvironment(NAME, directory, authority, control.port());
  }

  /** A peer's TLS: its certificate, and the proxy's name in the hello. */
  MeshTls peer() {
    return anonymous().as(authority.identity(PEER));
  }

  /** The same without a certificate. */
  MeshTls anonymous() {
    return MeshTls.trusting(authority).to(NAME);
  }

  /** The control plane knows the service, with these endpoints. */
  TestMesh knowsWeb(WeightedAddr... endpoints) {
    control.profiles().whenCalled(call -> call.send(Say.profile(WEB)));
    control.outbound().whenCalled(call -> call.send(Say.balanced(WEB + ":80")));
    control.endpoints().whenCalled(call -> call.send(Say.add(endpoints)));
    return this;
  }

  /** Says a port's policy to whoever watches it from now on. */
  TestMesh governs(RawServer app, Server policy) {
    control
        .inbound()
        .whenCalled(
            call -> {
              if (call.request().getPort() == app.port()) {
                call.send(policy);
              }
            });
    return this;
  }

  /** Says another policy to those that watch the port. */
  void changes(RawServer app, Server policy) {
    for (var call : control.inbound().calls()) {
      if (call.request().getPort() == app.port()) {
        call.send(policy);
      }
    }
  }

  /** A proxy beside that application, which takes peers' and plain connections. */
  Sidecar beside(RawServer app) {
    return start(environment().accepting(app.port()));
  }

  /** A proxy that is certified and takes connections. */
  Sidecar start(ProxyEnvironment environment) {
    return launch(environment).awaitReady();
  }

  /** A proxy that has just started. */
  Sidecar launch(ProxyEnvironment environment) {
    try {
      var config = Config.from(environment.variables(), Mode.EXPLICIT, FileSource.system());
      return closing(new Sidecar(Proxy.start(config), environment));
    } catch (ConfigException e) {
      throw new AssertionError(String.join("\n", e.problems()), e);
    } catch (Exception e) {
      throw new AssertionError("the proxy does not start", e);
    }
  }

  /** Is closed with the mesh. */
  <T extends AutoCloseable> T closing(T resource) {
    started.push(resource);
    return resource;
  }

  /** The file that the proxy reads its token from. */
  Path token() {
    return directory.resolve("token");
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("weft-mesh");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      close(started.pop());
    }
    control.close();
    delete();
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError("cannot close " + resource, e);
    }
  }

  private void delete() {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
