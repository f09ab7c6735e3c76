package weft.bench.streams;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import weft.control.ca.CertificateAuthority;
import weft.control.ca.Issuer;
import weft.control.ca.SigningKey;
import weft.control.ca.SigningRequest;
import weft.control.ca.TrustMaterial;

/** Measures one control plane, which it starts and ends. */
public final class StreamsBench {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofSeconds(3);
  private static final Duration LIFE = Duration.ofHours(1);

  private final Path launcher;
  private final Size size;
  private final SecureRandom random = new SecureRandom();

  /**
   * Starts nothing yet.
   *
   * @param launcher {@code ./weft}
   */
  public StreamsBench(Path launcher, Size size) {
    this.launcher = launcher;
    this.size = size;
  }

  /** Leaves its files in the directory. */
  public Report run(Path directory) throws IOException, InterruptedException {
    var material = TrustMaterial.generate("linkerd", StreamsMesh.DOMAIN, Instant.now(), random);
    material.writeTo(directory.resolve("ca"));
    var mesh = new StreamsMesh(directory, size, freePort(), freeDatagramPort());
    mesh.write(false);
    try (var control = Control.start(launcher, mesh.file());
        var fleet = new Fleet(size)) {
      Thread.sleep(REST);
      var atRest = control.memory();
      fleet.connect(mesh.api(), client(material));
      var first = fleet.subscribe(PATIENCE);
      var edits = edits(mesh, fleet, control);
      return new Report(size, first, edits, atRest, control.memory(), fleet.losses());
    }
  }

  private List<Edit> edits(StreamsMesh mesh, Fleet fleet, Control control)
      throws IOException, InterruptedException {
    var edits = new ArrayList<Edit>();
    for (int edit = 0; edit < size.edits(); edit++) {
      Thread.sleep(REST);
      var before = control.cpu();
      var wave = fleet.expect();
      mesh.write(edit % 2 == 0);
      var times = wave.await(PATIENCE);
      edits.add(new Edit(times, control.cpu().minus(before)));
    }
    return edits;
  }

  private SslContext client(TrustMaterial material) throws IOException {
    var name = StreamsMesh.identity("client");
    var key = SigningKey.generate(random);
    var request = new SigningRequest(List.of(name), List.of(name), 0, key.open());
    var leaf =
        new CertificateAuthority(LIFE, Duration.ofMinutes(1), random)
            .sign(
                new Issuer(List.of(material.issuer()), material.issuerKey()),
                request,
                name,
                Instant.now());
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3")
        .keyManager(key.secret(), leaf, material.issuer())
        .trustManager(material.anchor())
        .endpointIdentificationAlgorithm(null) // known by its issuer
        .build();
  }

  private static InetSocketAddress freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  private static InetSocketAddress freeDatagramPort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }
}
