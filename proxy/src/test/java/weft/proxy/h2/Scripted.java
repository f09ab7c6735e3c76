package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;

/** A service whose exchanges note what they are told, and answer when the test says so. */
final class Scripted implements HttpService {
  final List<Call> calls = new ArrayList<>();

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    var call = new Call(head, caller);
    calls.add(call);
    return call;
  }

  Call last() {
    return calls.getLast();
  }

  /** One exchange. */
  static final class Call implements Exchange {
    final RequestHead head;
    final Caller caller;
    final StringBuilder body = new StringBuilder();
    boolean ended;
    int credit;
    int bytes;
    @Nullable Headers trailers;
    @Nullable Reset cancelled;

    Call(RequestHead head, Caller caller) {
      this.head = head;
      this.caller = caller;
    }

    void answers(int status, boolean last, Header... fields) {
      caller.responseHead(ResponseHead.of(Version.HTTP_2, status, Headers.of(fields)), last);
    }

    void says(String text, boolean last) {
      caller.responseData(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), last);
    }

    @Override
    public void start(boolean last) {
      ended = last;
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      bytes += data.readableBytes();
      body.append(data.toString(StandardCharsets.ISO_8859_1));
      data.release();
      ended = last;
    }

    @Override
    public void requestTrailers(Headers last) {
      trailers = last;
      ended = true;
    }

    @Override
    public void grantResponse(int more) {
      credit += more;
    }

    @Override
    public void cancel(Reset why) {
      cancelled = why;
    }
  }
}
