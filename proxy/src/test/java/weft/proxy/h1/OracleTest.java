package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Netty's decoders find the same messages before us and behind us, however the bytes come. */
class OracleTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: web\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nDate: then\r\nContent-Length: 0\r\n\r\n";

  @Property(tries = 200)
  void requestsArriveAsTheyWereSent(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sent.add(messages.request());
    }
    var through = new Through();
    var arrived = new StringBuilder();
    for (String piece : messages.cut(String.join("", sent), 12)) {
      through.asks(piece);
      arrived.append(answerWhatIsWhole(through, arrived));
    }
    assertThat(Oracle.requests(arrived.toString()))
        .isEqualTo(Oracle.requests(String.join("", sent)))
        .hasSize(3);
    through.discard();
  }

  /** Answers one request after the other, as the server is asked one at a time. */
  private static String answerWhatIsWhole(Through through, StringBuilder before) {
    var more = new StringBuilder();
    int answered = whole(before.toString());
    String came = through.atServer();
    while (!came.isEmpty()) {
      more.append(came);
      int now = whole(before + more.toString());
      if (now > answered) {
        through.answers(OK);
        answered = now;
      }
      came = through.atServer();
    }
    return more.toString();
  }

  private static int whole(String stream) {
    List<String> found = Oracle.requests(stream);
    return (int) found.stream().filter(message -> !message.startsWith("unfinished")).count();
  }

  @Property(tries = 200)
  void responsesArriveAsTheyWereSent(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    var through = new Through();
    var sent = new StringBuilder();
    var arrived = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      through.asks(GET);
      String response = messages.response();
      for (String piece : messages.cut(response, 6)) {
        through.answers(piece);
      }
      sent.append(response);
      arrived.append(through.atClient());
    }
    assertThat(Oracle.responses(arrived.toString()))
        .isEqualTo(Oracle.responses(sent.toString()))
        .hasSize(3);
    assertThat(through.servers).hasSize(1);
    through.discard();
  }

  @Property(tries = 20)
  void everyCutIsTheSame(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    String request = messages.request();
    String whole = forwarded(request, request.length());
    int step = Math.max(1, request.length() / 50);
    for (int at = 1; at < request.length(); at += step) {
      assertThat(Oracle.requests(forwarded(request, at))).isEqualTo(Oracle.requests(whole));
    }
  }

  private static String forwarded(String request, int at) {
    var through = new Through();
    through.asks(request.substring(0, at));
    if (at < request.length()) {
      through.asks(request.substring(at));
    }
    String forwarded = through.atServer();
    through.discard();
    return forwarded;
  }

  @Property(tries = 30)
  void byteByByteIsTheSame(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    String request = messages.request();
    var through = new Through();
    for (int i = 0; i < request.length(); i++) {
      through.client.sends(request.substring(i, i + 1));
    }
    assertThat(Oracle.requests(through.atServer())).isEqualTo(Oracle.requests(request));
    through.discard();
  }

  @Property(tries = 500)
  void whateverComesWhatIsForwardedIsInOrder(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    var through = new Through();
    for (String piece : messages.cut(messages.spoil(messages.request() + GET), 4)) {
      if (through.client.isOpen()) {
        through.asks(piece);
      }
    }
    String forwarded = through.servers.isEmpty() ? "" : through.atServer(0);
    assertThat(Oracle.requests(forwarded)).noneMatch(message -> message.contains("broken"));
    through.discard();
  }

  @Property(tries = 500)
  void whateverIsAnsweredWhatIsForwardedIsInOrder(@ForAll long seed) {
    var messages = new Messages(new SplittableRandom(seed));
    var through = new Through();
    through.asks(GET);
    for (String piece : messages.cut(messages.spoil(messages.response()), 4)) {
      if (through.server(0).isOpen()) {
        through.answers(piece);
      }
    }
    through.server(0).ends();
    assertThat(Oracle.responses(through.atClient()))
        .noneMatch(message -> message.contains("broken"));
    through.discard();
  }
}
