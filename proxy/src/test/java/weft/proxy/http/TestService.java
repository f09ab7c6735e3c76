package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;

/** A service whose answers the test gives, and whose readiness it sets. */
public final class TestService implements HttpService {
  public final Signal ready = new Signal(true);
  public final List<Opened> opened = new ArrayList<>();
  private boolean retired;

  @Override
  public Readiness readiness() {
    return ready;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    var exchange = new Opened(head, caller);
    opened.add(exchange);
    return exchange;
  }

  @Override
  public void retire() {
    retired = true;
  }

  public boolean isRetired() {
    return retired;
  }

  /** The exchange opened last. */
  public Opened last() {
    return opened.getLast();
  }

  /** An exchange: what it was told, a word a call, and its caller to answer to. */
  public static final class Opened implements Exchange {
    public final RequestHead head;
    public final Caller caller;
    public final List<String> told = new ArrayList<>();

    Opened(RequestHead head, Caller caller) {
      this.head = head;
      this.caller = caller;
    }

    /** Answers with a head. */
    public void answers(int status, boolean last, Header... lines) {
      caller.responseHead(ResponseHead.of(head.version(), status, Headers.of(lines)), last);
    }

    @Override
    public void start(boolean last) {
      told.add("start" + (last ? " last" : ""));
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      told.add("data " + data.toString(StandardCharsets.US_ASCII) + (last ? " last" : ""));
      data.release();
    }

    @Override
    public void requestTrailers(Headers trailers) {
      told.add("trailers");
    }

    @Override
    public void grantResponse(int bytes) {
      told.add("grant " + bytes);
    }

    @Override
    public void cancel(Reset why) {
      told.add("cancel " + why.text());
    }
  }
}
