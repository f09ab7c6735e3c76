package weft.proxy.h2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.Refusal;
import weft.proxy.http.Reset;
import weft.testkit.Covers;

/** The client side, frame by frame. */
final class ClientTest {
  private static final Reset UNPROCESSED = new Reset.Remote(7);

  private H2Client client = client(H2Options.DEFAULT);
  private Peer server = Peer.server(client);

  private static H2Client client(H2Options options) {
    return new H2Client(options, new H2Shared(Budget.UNLIMITED, FaultLog.NONE));
  }

  private void clientHas(H2Options options) {
    server.socket.discard();
    client = client(options);
    server = Peer.server(client);
  }

  @AfterEach
  void discard() {
    server.socket.discard();
  }

  @Test
  void aRequestIsSentAndItsAnswerComesBack() {
    var asked = Asked.of(client, "POST", false);
    assertThat(asked.credit).isEqualTo(65_536);
    asked.says("hello", true);
    assertThat(server.hears()).containsExactly("HEADERS 1", "DATA 1 5 last");
    server.headers(1, false, ":status: 103").headers(1, false, ":status: 200", "a: b");
    server.data(1, false, "world").headers(1, true, "grpc-status: 0");
    assertThat(asked.interims).containsExactly(103);
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.body).isEmpty();
    asked.exchange.grantResponse(100);
    assertThat(asked.body).hasToString("world");
    assertThat(asked.trailers).hasToString("grpc-status: 0\n");
    assertThat(client.streams()).isZero();
  }

  @Test
  @Covers("outbound#100")
  void aRequestWithoutAuthorityIsSentWithoutOne() {
    var head = Asked.head("GET", Asked.NOBODY);
    head.authority(null);
    var asked = new Asked();
    client.open(head, asked).start(true);
    byte[] octets = server.socket.receivedBytes();
    assertThat(octets).endsWith(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84});
  }

  @Test
  void fieldsOfOneConnectionAreLeftOut() {
    var lines =
        new Header[] {
          Header.of(HeaderName.CONNECTION, "x"),
          Header.of(HeaderName.TE, "gzip"),
          Header.of(HeaderName.TRANSFER_ENCODING, "chunked")
        };
    var head = Asked.head("GET", Asked.NOBODY, lines);
    head.authority(null);
    client.open(head, new Asked()).start(true);
    assertThat(server.socket.receivedBytes()).hasSize(Frame.HEADER + 3);
  }

  @Test
  void aCancellationIsToldWithItsCode() {
    var asked = Asked.of(client, "GET", true);
    asked.exchange.cancel(new Reset.Remote(8));
    var other = Asked.of(client, "GET", true);
    other.exchange.cancel(new Reset.Io("gone"));
    assertThat(server.hears())
        .containsExactly(
            "HEADERS 1 last", "RST_STREAM 1 CANCEL", "HEADERS 3 last", "RST_STREAM 3 CANCEL");
    server.headers(1, true, ":status: 200");
    assertThat(asked.status()).isZero();
    assertThat(server.hears()).isEmpty();
  }

  @Test
  void aResetFailsWithItsCode() {
    var asked = Asked.of(client, "GET", true);
    server.frame(Frame.RST_STREAM, 0, 1, "0000000b");
    assertThat(asked.failed).isEqualTo(new Reset.Remote(11));
  }

  @Test
  void aWholeResponseIsKeptWhenTheServerWantsNoMoreOfTheRequest() {
    var asked = Asked.of(client, "POST", false);
    server.headers(1, false, ":status: 200").data(1, true, "enough");
    server.frame(Frame.RST_STREAM, 0, 1, "00000000");
    assertThat(asked.failed).isNull();
    asked.exchange.grantResponse(100);
    assertThat(asked.body).hasToString("enough");
    assertThat(asked.ended).isTrue();
    assertThat(asked.failed).isEqualTo(new Reset.Remote(0));
    asked.says("late", true);
    assertThat(server.hears()).containsExactly("HEADERS 1");
  }

  @Test
  void goAwayTellsWhatWasNotProcessed() {
    var first = Asked.of(client, "GET", true);
    var second = Asked.of(client, "GET", true);
    server.frame(Frame.GOAWAY, 0, 0, "00000001 00000000");
    assertThat(second.failed).isEqualTo(UNPROCESSED);
    assertThat(first.failed).isNull();
    assertThat(client.isReady()).isFalse();
    assertThat(Asked.of(client, "GET", true).failed).isEqualTo(UNPROCESSED);
    server.headers(1, true, ":status: 200");
    assertThat(first.status()).isEqualTo(200);
    assertThat(server.socket.hasEndedOutput()).isTrue();
  }

  @Test
  void moreThanTheServerTakesWaitsInOrderAndWithinABound() {
    clientHas(H2Options.DEFAULT.withMaxWaiting(1));
    server.frame(Frame.SETTINGS, 0, 0, "000300000001");
    var changes = new int[1];
    client.onChange(() -> changes[0]++);
    assertThat(client.isReady()).isTrue();
    var first = Asked.of(client, "GET", true);
    assertThat(client.isReady()).isFalse();
    var second = Asked.of(client, "GET", true);
    var third = Asked.of(client, "GET", true);
    assertThat(third.failed).isInstanceOf(Reset.Refused.class);
    assertThat(((Reset.Refused) java.util.Objects.requireNonNull(third.failed)).refusal().kind())
        .isEqualTo(Refusal.Kind.LOAD_SHED);
    server.hears();
    server.headers(1, true, ":status: 200");
    assertThat(first.status()).isEqualTo(200);
    assertThat(server.hears()).containsExactly("HEADERS 3 last");
    server.headers(3, true, ":status: 201");
    assertThat(second.status()).isEqualTo(201);
    assertThat(client.isReady()).isTrue();
    assertThat(changes[0]).isEqualTo(2);
  }

  @Test
  void aWaitingRequestThatIsCancelledIsNeverSent() {
    server.frame(Frame.SETTINGS, 0, 0, "000300000000");
    server.hears();
    var asked = Asked.of(client, "GET", true);
    asked.exchange.cancel(new Reset.Stop());
    server.frame(Frame.SETTINGS, 0, 0, "000300000001");
    assertThat(server.hears()).containsExactly("SETTINGS ack");
  }

  @Test
  void aLostConnectionFailsItsExchanges() {
    var asked = Asked.of(client, "GET", true);
    server.socket.resets();
    assertThat(asked.failed).asString().contains("Connection reset by peer");
    assertThat(client.isUsable()).isFalse();
  }

  @Test
  void anExchangeBeforeTheConnectionIsUnprocessed() {
    assertThat(Asked.of(client(H2Options.DEFAULT), "GET", true).failed).isEqualTo(UNPROCESSED);
  }

  @Test
  void aMalformedResponseFailsTheExchangeAndResetsTheStream() {
    var asked = Asked.of(client, "GET", true);
    server.headers(1, true, ":status: 20");
    assertThat(asked.failed).isInstanceOf(Reset.Malformed.class);
    assertThat(server.hears()).containsExactly("HEADERS 1 last", "RST_STREAM 1 PROTOCOL_ERROR");
  }

  @Test
  void aHeadResponseHasALengthAndNoBody() {
    var asked = Asked.of(client, "HEAD", true);
    server.headers(1, true, ":status: 200", "content-length: 5");
    assertThat(asked.ended).isTrue();
  }

  @Test
  void anExtendedConnectNeedsAServerThatTakesIt() {
    var head = Asked.head("CONNECT", Asked.NOBODY);
    head.protocol(Header.of(HeaderName.PROTOCOL, "websocket"));
    head.asksForTunnel(true);
    var asked = new Asked();
    client.open(head.copy(), asked).start(false);
    assertThat(asked.failed).asString().contains("no extended CONNECT");
    server.frame(Frame.SETTINGS, 0, 0, "000800000001");
    server.hears();
    client.open(head, new Asked()).start(false);
    assertThat(server.hears()).containsExactly("HEADERS 1");
  }

  @Test
  void closingWaitsForTheStreams() {
    var asked = Asked.of(client, "GET", true);
    client.retire();
    assertThat(server.hears()).containsExactly("HEADERS 1 last", "GOAWAY 0 NO_ERROR closing");
    assertThat(server.socket.hasEndedOutput()).isFalse();
    server.headers(1, true, ":status: 200");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(server.socket.hasEndedOutput()).isTrue();
  }

  @Test
  void pushIsRefused() {
    Asked.of(client, "GET", true);
    server.headers(2, true, ":status: 200");
    assertThat(server.hears()).last().asString().contains("push is off");
  }

  @Test
  void requestTrailersEndTheRequest() {
    var asked = Asked.of(client, "POST", false);
    asked.says("x", false);
    asked.exchange.requestTrailers(Headers.of(Header.of(HeaderName.GRPC_STATUS, "0")));
    assertThat(server.hears()).containsExactly("HEADERS 1", "DATA 1 1", "HEADERS 1 last");
  }
}
