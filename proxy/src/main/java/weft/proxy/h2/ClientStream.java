package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;

/** One request to a server: the exchange, and the stream it has once the server takes one more. */
final class ClientStream extends Stream implements Exchange {
  private final ClientConnection client;
  private final RequestHead head;
  private final Caller caller;
  private final boolean bodiless;
  private final boolean connect;
  private boolean endsWithHead;
  private boolean answered;
  private boolean over;
  private @Nullable Reset failsAfterInput;

  ClientStream(ClientConnection client, RequestHead head, Caller caller) {
    super(client);
    this.client = client;
    this.head = head;
    this.caller = caller;
    this.bodiless = head.hasMethod("HEAD");
    this.connect = head.hasMethod("CONNECT");
  }

  @Override
  public void start(boolean last) {
    endsWithHead = last;
    if (!over) {
      client.submit(this);
    }
  }

  /** What it needs and the server does not take; null if it takes everything. */
  @Nullable String missingAbility() {
    return head.protocol() != null && !client.peer.extendedConnect()
        ? "the server takes no extended CONNECT (RFC 8441, 3)"
        : null;
  }

  /** The server takes one more: this one. */
  void begins(int id) {
    opens(id);
    client.heads.request(id, head, endsWithHead);
    if (endsWithHead) {
      out.endedWithHead();
    } else {
      caller.grantRequest(client.options.sendBuffer());
    }
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
    } else {
      out.data(data, last);
    }
  }

  @Override
  public void requestTrailers(Headers trailers) {
    if (!over) {
      out.trailers(trailers);
    }
  }

  @Override
  public void grantResponse(int bytes) {
    in.grant(bytes);
  }

  @Override
  public void cancel(Reset why) {
    if (over) {
      return;
    }
    over = true;
    in.drop();
    out.drop();
    if (id() == 0) {
      client.withdraw(this);
    } else if (client.streams.get(id()) == this) {
      client.reset(id(), ResetCodes.toServer(why));
    }
  }

  @Override
  void headers(HeadCollector collector, boolean last) throws H2Fault {
    if (collector.isTooLarge()) {
      throw fault("a head must be at most " + client.options.maxHeaderListSize() + " octets");
    }
    if (answered) {
      trailers(collector, last);
    } else {
      head(collector.response(id()), collector.contentLength(), last);
    }
  }

  private H2Fault fault(String rule) {
    return H2Fault.stream(id(), ErrorCode.PROTOCOL_ERROR, rule);
  }

  private void trailers(HeadCollector collector, boolean last) throws H2Fault {
    if (!last) {
      throw fault("trailers must end their stream (RFC 9113, 8.1)");
    }
    in.ends(collector.trailers(id()));
  }

  private void head(ResponseHead response, long length, boolean last) throws H2Fault {
    if (response.isInterim()) {
      if (last) {
        throw fault("an interim head must not end its stream (RFC 9113, 8.1)");
      }
      caller.interim(response);
      return;
    }
    boolean noBody = bodiless || response.status() == 304 || (connect && response.status() < 300);
    if (last && length > 0 && !noBody) {
      throw fault("a body must be as long as content-length says (RFC 9113, 8.1.1)");
    }
    answered = true;
    in.expects(noBody ? -1 : length);
    if (last) {
      in.endsWithHead();
    }
    caller.responseHead(response, last);
  }

  @Override
  boolean expectsData() {
    return answered;
  }

  @Override
  void passData(ByteBuf data, boolean last) {
    caller.responseData(data, last);
    if (last) {
      failIfDue();
    }
  }

  @Override
  void passTrailers(Headers trailers) {
    caller.responseTrailers(trailers);
    failIfDue();
  }

  private void failIfDue() {
    if (failsAfterInput != null && !over) {
      over = true;
      caller.fail(failsAfterInput);
    }
  }

  @Override
  void passGrant(int bytes) {
    caller.grantRequest(bytes);
  }

  @Override
  void wasReset(int code) {
    broke(new Reset.Remote(code & 0xffff_ffffL));
  }

  /** A response that came whole is passed on whole, and then no more is taken (RFC 9113, 8.1). */
  @Override
  void broke(Reset why) {
    if (over) {
      return;
    }
    out.drop();
    if (in.hasEnded() && !in.isOver()) {
      failsAfterInput = why;
      return;
    }
    over = true;
    in.drop();
    caller.fail(why);
  }
}
