package weft.proxy.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Addr;
import weft.testkit.Covers;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;
import weft.testkit.process.Program;

/** CONNECT at the outbound port, over real sockets. */
class ConnectTest {
  private static final String TLS_HELLO =
      "\u0016\u0003\u0001\u0002\u0000 a hello, as far as it goes";
  private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

  private final RawServer server = RawServer.start();
  private OutboundPort proxy;
  private RawSocket client;

  @BeforeEach
  void open() throws Exception {
    proxy = new OutboundPort();
    client = RawSocket.connect(proxy.port());
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    server.close();
  }

  private String target() {
    return "127.0.0.1:" + server.port();
  }

  private RawSocket connects(String target) {
    return client.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
  }

  @Test
  void whatIsNotHttpGoesToTheTargetAsItIs() {
    connects(target()).expect(OK).send(TLS_HELLO);
    RawSocket at = server.accept().expect(TLS_HELLO).send("and back");
    client.expect("and back").halfClose();
    at.expectEnd().send("after the end").close();
    client.expect("after the end").expectEnd();
  }

  @Test
  void bytesBehindTheHeadAreTheFirstOfTheTunnel() {
    client.send("CONNECT " + target() + " HTTP/1.1\r\nHost: " + target() + "\r\n\r\n" + TLS_HELLO);
    server.accept().expect(TLS_HELLO);
  }

  @Test
  void anEndOfTheServerLeavesTheClientsHalfOpen() {
    connects(target()).expect(OK).send(TLS_HELLO);
    RawSocket at = server.accept().expect(TLS_HELLO).halfClose();
    client.expectEnd().send("still here").halfClose();
    at.expect("still here").expectEnd();
  }

  @Test
  void httpInsideIsRoutedToTheTarget() {
    connects(target()).expect(OK).send("GET /in HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
    RawSocket at = server.accept();
    assertThat(at.readThrough("\r\n\r\n")).startsWith("GET /in HTTP/1.1\r\nHost: elsewhere\r\n");
    at.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
    assertThat(client.readThrough("hi")).startsWith("HTTP/1.1 200 OK\r\n");
    client.send("GET /again HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
    assertThat(at.readThrough("\r\n\r\n")).startsWith("GET /again HTTP/1.1\r\n");
  }

  @Test
  void aConnectInsideATunnelIsForwarded() {
    connects(target()).expect(OK);
    connects("inner:1");
    RawSocket at = server.accept();
    assertThat(at.readThrough("\r\n\r\n")).startsWith("CONNECT inner:1 HTTP/1.1\r\n");
    at.send("HTTP/1.1 200 Yes\r\n\r\nraw");
    client.expect("HTTP/1.1 200 Yes\r\n\r\nraw");
  }

  @Test
  @Covers("outbound#90")
  void aConnectToAListenerWithATargetIsForwarded() throws Exception {
    var listener = proxy.listen(new Addr.Socket(server.address()));
    try (var other = RawSocket.connect(listener.address().getPort())) {
      other.send("CONNECT inner:1 HTTP/1.1\r\nHost: inner:1\r\n\r\n");
      RawSocket at = server.accept();
      assertThat(at.readThrough("\r\n\r\n")).startsWith("CONNECT inner:1 HTTP/1.1\r\n");
      at.send("HTTP/1.1 200 Yes\r\ncontent-length: 7\r\n\r\nraw");
      other.expect("HTTP/1.1 200 Yes\r\n\r\nraw").send("and back");
      at.expect("and back");
    } finally {
      listener.close();
    }
  }

  @Test
  void aTunnelIntoTheProxyItselfIsALoop() {
    connects("127.0.0.1:" + proxy.port());
    assertThat(client.readThrough("\r\n\r\n"))
        .startsWith("HTTP/1.1 508 Loop Detected\r\n")
        .contains("is a listener of this proxy itself");
  }

  @Test
  void aNameThatNobodyKnowsIsABadGateway() {
    connects("no-such-host.invalid:443");
    assertThat(client.readThrough("\r\n\r\n"))
        .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
        .contains("no-such-host.invalid");
  }

  @Test
  void aTargetThatRefusesEndsTheTunnel() {
    server.close();
    connects(target()).expect(OK).send(TLS_HELLO).expectEnd();
  }

  @Test
  void aResetOfTheServerResetsTheClient() {
    connects(target()).expect(OK).send(TLS_HELLO);
    server.accept().expect(TLS_HELLO).reset();
    client.expectReset();
  }

  @Test
  void aResetOfTheClientReachesTheServer() {
    connects(target()).expect(OK).send(TLS_HELLO);
    RawSocket at = server.accept().expect(TLS_HELLO);
    client.reset();
    at.expectReset();
  }

  @Test
  void muchGoesThroughBothWays() {
    connects(target()).expect(OK).send(TLS_HELLO);
    RawSocket at = server.accept().expect(TLS_HELLO);
    byte[] much = much();
    Thread sending = Thread.ofVirtual().start(() -> client.send(much).halfClose());
    assertThat(Arrays.equals(at.readToEnd(), much)).isTrue();
    Thread answering = Thread.ofVirtual().start(() -> at.send(much).close());
    assertThat(Arrays.equals(client.readToEnd(), much)).isTrue();
    assertThat(sending.isAlive() || answering.isAlive()).isFalse();
  }

  private static byte[] much() {
    byte[] much = new byte[1 << 20];
    new java.util.SplittableRandom(3).nextBytes(much);
    return much;
  }

  @Test
  void overHttp2AStreamIsTheTunnel() {
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(4, 0, 0, ""));
    String authority = "\1" + (char) target().length() + target();
    client.send(frame(1, 4, 1, "\2\7CONNECT" + authority));
    assertThat(awaitFrame(1)).startsWith("\u0088"); // the table's :status 200
    client.send(frame(0, 0, 1, TLS_HELLO));
    RawSocket at = server.accept().expect(TLS_HELLO).send("and back");
    assertThat(awaitFrame(0)).isEqualTo("and back");
    client.send(frame(0, 1, 1, ""));
    at.expectEnd().close();
    assertThat(awaitFrame(0)).isEmpty();
  }

  private static String frame(int type, int flags, int stream, String payload) {
    return "\0\0"
        + (char) payload.length()
        + (char) type
        + (char) flags
        + "\0\0\0"
        + (char) stream
        + payload;
  }

  /** The payload of the next frame of this type. */
  private String awaitFrame(int type) {
    byte[] head = client.read(9);
    String payload =
        new String(client.read(((head[1] & 0xff) << 8) + (head[2] & 0xff)), ISO_8859_1);
    return head[3] == type ? payload : awaitFrame(type);
  }

  @Test
  void curlTunnelsHttp() {
    server.serve(
        at -> {
          at.readThrough("\r\n\r\n");
          at.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nthere");
        });
    var curl =
        Program.CURL.with(
            "-s", "-p", "-x", "http://127.0.0.1:" + proxy.port(), "http://" + target() + "/");
    assertThat(curl.run(Duration.ofSeconds(20)).successfully().out()).isEqualTo("there");
  }
}
