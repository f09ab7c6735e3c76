package weft.proxy.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;

class GrpcClientTest {
  private final Server server = new Server();
  private final List<String> answers = new ArrayList<>();
  private final Call call =
      new GrpcClient(server, "control:8086").call("/a.B/C", bytes("ask"), new Recording(answers));

  @Test
  void aRequestIsOneFramedMessageThatWaitsForDemand() {
    assertThat(server.sent).isEmpty();
    caller().grantRequest(100);
    assertThat(server.sent).containsExactly("00000000" + "03" + "61736b", "end");
    RequestHead head = server.opened();
    assertThat(head.path().valueText()).isEqualTo("/a.B/C");
    assertThat(head.headers().value(HeaderName.TE)).isEqualTo("trailers");
    assertThat(head.headers().value(HeaderName.CONTENT_TYPE)).isEqualTo("application/grpc");
  }

  @Test
  void messagesAreCutOutHoweverTheyArrive() {
    begin();
    byte[] two = {0, 0, 0, 0, 2, 'h', 'i', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, '!'};
    for (byte one : two) {
      caller().responseData(Unpooled.wrappedBuffer(new byte[] {one}), false);
    }
    caller().responseTrailers(status("0"));
    assertThat(answers).containsExactly("hi", "", "!", "OK");
  }

  @Test
  void anAnswerWithoutBodyHasItsStatusInTheHead() {
    Headers headers = status("5");
    headers.add(HeaderName.GRPC_MESSAGE, "no%20such%20service");
    caller().responseHead(ResponseHead.of(Version.HTTP_2, 200, headers), true);
    assertThat(answers).containsExactly("NOT_FOUND: no such service");
  }

  @Test
  void aCompressedMessageIsRefusedAndTheCallEnds() {
    begin();
    caller().responseData(Unpooled.wrappedBuffer(new byte[] {1, 0, 0, 0, 0}), false);
    assertThat(answers)
        .containsExactly("INTERNAL: compressed message, but no compression was offered");
    assertThat(server.cancelled).isTrue();
  }

  @Test
  void aMessageOverTheLimitIsRefusedBeforeItIsKept() {
    begin();
    caller().responseData(Unpooled.wrappedBuffer(new byte[] {0, 0, 0x40, 0, 1}), false);
    assertThat(answers)
        .containsExactly(
            "RESOURCE_EXHAUSTED: message of 4194305 bytes, the limit is 4194304 bytes");
  }

  @Test
  void aBrokenConnectionIsUnavailable() {
    caller().fail(new Reset.Io("Connection refused (os error 111)"));
    assertThat(answers).containsExactly("UNAVAILABLE: Connection refused (os error 111)");
  }

  @Test
  void aCancelledCallIsSilent() {
    call.cancel();
    caller().fail(new Reset.Io("late"));
    assertThat(answers).isEmpty();
    assertThat(server.cancelled).isTrue();
  }

  @Test
  void aCallOfManyMessagesSendsTheNewestThatWaitsAndEndsWhenTold() {
    var stream = new GrpcClient(server, "c:1").open("/a.B/C", new Recording(answers));
    stream.send(bytes("one"));
    stream.send(bytes("two"));
    caller().grantRequest(6);
    stream.finish();
    assertThat(server.sent).containsExactly("00000000" + "03" + "74776f");
    caller().grantRequest(100);
    stream.send(bytes("late"));
    assertThat(server.sent).containsExactly("00000000" + "03" + "74776f", "", "end");
    begin();
    caller().responseTrailers(status("0"));
    assertThat(answers).containsExactly("OK");
    assertThat(server.cancelled).isFalse();
  }

  @Test
  void aServerThatEndsFirstGetsNoMore() {
    var stream = new GrpcClient(server, "c:1").open("/a.B/C", new Recording(answers));
    begin();
    caller().responseTrailers(status("7"));
    stream.send(bytes("late"));
    caller().grantRequest(100);
    assertThat(server.sent).isEmpty();
    assertThat(server.cancelled).isTrue();
    assertThat(answers).containsExactly("PERMISSION_DENIED");
  }

  private void begin() {
    caller().responseHead(ResponseHead.of(Version.HTTP_2, 200, new Headers()), false);
  }

  private Caller caller() {
    Caller caller = server.caller;
    assertThat(caller).isNotNull();
    return caller;
  }

  private static Headers status(String code) {
    return Headers.of(Header.of(HeaderName.GRPC_STATUS, code));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Recording(List<String> answers) implements Responses {
    @Override
    public void message(byte[] message) {
      answers.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void ended(Status status) {
      answers.add(status.toString());
    }
  }

  private static final class Server implements HttpService, Exchange {
    private @Nullable Caller caller;
    private @Nullable RequestHead head;
    private final List<String> sent = new ArrayList<>();
    private boolean cancelled;

    RequestHead opened() {
      assertThat(head).isNotNull();
      return head;
    }

    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }

    @Override
    public Exchange open(RequestHead opened, Caller by) {
      head = opened;
      caller = by;
      return this;
    }

    @Override
    public void start(boolean last) {}

    @Override
    public void requestData(ByteBuf data, boolean last) {
      sent.add(ByteBufUtil.hexDump(data));
      data.release();
      if (last) {
        sent.add("end");
      }
    }

    @Override
    public void requestTrailers(Headers trailers) {}

    @Override
    public void grantResponse(int bytes) {}

    @Override
    public void cancel(Reset why) {
      cancelled = true;
    }
  }
}
