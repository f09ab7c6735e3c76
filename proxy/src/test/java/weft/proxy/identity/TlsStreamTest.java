package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.identity.Mesh.NAME;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes through our TLS, with the JDK's at the other end. */
@Timeout(60)
class TlsStreamTest {
  private static final TestAuthority CA = TestAuthority.root("ca", Mesh.today());
  private static final int LARGE = 3_000_000;

  @Test
  void anEndOfInputLeavesTheOtherDirectionOpen() throws Exception {
    try (var mesh = Mesh.certified(CA);
        var client = connect(mesh.mirror().port())) {
      client.getOutputStream().write("last words".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("last words");
    }
  }

  @Test
  void everyByteArrivesInPiecesOfAnySize() throws Exception {
    byte[] sent = new byte[LARGE];
    var random = new Random(7);
    random.nextBytes(sent);
    try (var mesh = Mesh.certified(CA);
        var client = connect(mesh.mirror().port())) {
      var sender = Thread.ofVirtual().start(() -> send(client, sent, random));
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
      sender.join();
    }
  }

  private static void send(SSLSocket client, byte[] bytes, Random random) {
    try {
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(60_000));
        client.getOutputStream().write(bytes, at, length);
        at += length;
      }
      client.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLSocket connect(int port) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", TestAuthority.parsed(CA.certificate));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var factory = context.getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), port);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(NAME)));
    socket.setSSLParameters(parameters);
    return socket;
  }
}
