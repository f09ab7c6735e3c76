package weft.proxy.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.transport.TestSocket;

/** The case of names between a client and a server of ours, and towards others. */
class WrittenNamesTest {
  private static final H2Options TRAVEL = H2Options.DEFAULT.withWrittenNames(true);

  private final Scripted service = new Scripted();
  private H2Client client = new H2Client(TRAVEL, shared());
  private TestSocket asking = new TestSocket(client);
  private TestSocket answering = server(TRAVEL);

  private static H2Shared shared() {
    return new H2Shared(Budget.UNLIMITED, FaultLog.NONE);
  }

  private TestSocket server(H2Options options) {
    return new TestSocket(new H2Server(service, options, shared(), null));
  }

  private static Header written(String name, String value) {
    return Header.written(
        HeaderName.of(name.toLowerCase(java.util.Locale.ROOT)),
        name.getBytes(ISO_8859_1),
        value.getBytes(ISO_8859_1));
  }

  private static String text(Headers headers) {
    var text = new StringBuilder();
    for (int i = 0; i < headers.size(); i++) {
      text.append(new String(headers.get(i).writtenName(), ISO_8859_1)).append(' ');
    }
    return text.toString();
  }

  /** Carries bytes both ways until nobody says anything. */
  private void talk() {
    boolean said = true;
    while (said) {
      byte[] there = asking.receivedBytes();
      answering.sends(Unpooled.wrappedBuffer(there));
      byte[] back = answering.receivedBytes();
      asking.sends(Unpooled.wrappedBuffer(back));
      said = there.length + back.length > 0;
    }
  }

  @AfterEach
  void discard() {
    asking.discard();
    answering.discard();
  }

  @Test
  void namesArriveAsTheyWereWritten() {
    talk();
    for (int i = 0; i < 2; i++) {
      var asked =
          Asked.of(client, "GET", true, written("X-Trace", "1"), Header.of(name("plain"), "2"));
      talk();
      assertThat(text(service.last().head.headers())).isEqualTo("X-Trace plain ");
      service.last().answers(200, true, written("Content-TYPE", "text/plain"));
      talk();
      assertThat(asked.head).isNotNull();
      assertThat(text(asked.head.headers())).isEqualTo("Content-TYPE ");
    }
  }

  @Test
  void theFirstRequestWaitsUntilTheServerHasSaidWhoItIs() {
    assertThat(client.isReady()).isFalse();
    Asked.of(client, "GET", true, written("X-Trace", "1"));
    talk();
    assertThat(client.isReady()).isTrue();
    assertThat(text(service.last().head.headers())).isEqualTo("X-Trace ");
  }

  @Test
  void othersGetLowerCaseAndNeverTheList() {
    answering.discard();
    answering = server(H2Options.DEFAULT);
    talk();
    var asked = Asked.of(client, "GET", true, written("X-Trace", "1"));
    talk();
    assertThat(text(service.last().head.headers())).isEqualTo("x-trace ");
    service.last().answers(200, true, written("Content-Type", "text/plain"));
    talk();
    assertThat(asked.head).isNotNull();
    assertThat(text(asked.head.headers())).isEqualTo("content-type ");
  }

  @Test
  void aListThatNobodyAgreedOnIsDropped() {
    asking.discard();
    client = new H2Client(H2Options.DEFAULT, shared());
    asking = new TestSocket(client);
    talk();
    Asked.of(client, "GET", true, Header.of(name("weft-written-names"), "A"), written("A", "1"));
    talk();
    assertThat(text(service.last().head.headers())).isEqualTo("a ");
    var peer = Peer.client(new H2Server(service, TRAVEL, shared(), null));
    peer.headers(
        1, true, ":method: GET", ":scheme: http", ":path: /", "a: 1", "weft-written-names: A");
    assertThat(text(service.last().head.headers())).isEqualTo("a ");
    peer.socket.discard();
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    var asked = Asked.of(client, "GET", true);
    asking.passes(Duration.ofSeconds(5));
    assertThat(asked.failed).isNotNull();
    assertThat(asked.failed.text()).contains("no SETTINGS within 5s");
  }

  @Test
  void aListOfNoUseIsOfNoEffect() {
    var names = new WrittenNames();
    var headers = Headers.of(Header.of(name("a"), "1"), Header.of(name("ab"), "2"));
    for (String list : new String[] {"", ",", "B", "A,,a", "AB,Ab", "\u00c1", ",".repeat(900)}) {
      names.restore(headers, Header.of(HeaderName.WEFT_WRITTEN_NAMES, list));
    }
    assertThat(headers).hasToString("a: 1\nab: 2\n");
    assertThat(text(headers)).isEqualTo("A AB ");
  }

  @Test
  void manyNamesTravelAsFarAsTheyFit() {
    var names = new WrittenNames();
    var headers = new Headers();
    for (int i = 0; i < 200; i++) {
      headers.add(written("Name-" + i, "1"));
    }
    Header list = names.of(headers);
    assertThat(list).isNotNull();
    assertThat(list.value().length).isLessThanOrEqualTo(WrittenNames.LONGEST);
    assertThat(list.valueText().split(",")).hasSize(WrittenNames.MOST);
    assertThat(names.of(Headers.of(Header.of(name("a"), "1")))).isNull();
  }

  private static HeaderName name(String lowerCase) {
    return HeaderName.of(lowerCase);
  }
}
