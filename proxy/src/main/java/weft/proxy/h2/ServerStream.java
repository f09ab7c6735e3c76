package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;

/** One request of a client, and the caller of the exchange that answers it. */
final class ServerStream extends Stream implements Caller {
  private final ServerConnection server;
  private final int openedInTurn;
  private Exchange exchange = Exchange.NONE;
  private boolean asksForTunnel;
  private boolean answered;
  private boolean resetsAfterOutput;
  private boolean over;

  ServerStream(ServerConnection server, int turn) {
    super(server);
    this.server = server;
    this.openedInTurn = turn;
  }

  /** Opens the exchange and sets it going. */
  void begins(RequestHead head, long length, boolean last) throws H2Fault {
    asksForTunnel = head.asksForTunnel();
    boolean endsWithHead = last && !asksForTunnel;
    exchange = server.service().open(head, this);
    if (endsWithHead) {
      in.endsWithHead();
    } else if (last) {
      in.ends(null);
    } else {
      in.expects(asksForTunnel ? -1 : length);
    }
    exchange.start(endsWithHead);
  }

  @Override
  void headers(HeadCollector collector, boolean last) throws H2Fault {
    if (!last) {
      throw H2Fault.stream(
          id(), ErrorCode.PROTOCOL_ERROR, "trailers must end their stream (RFC 9113, 8.1)");
    }
    if (collector.isTooLarge()) {
      throw H2Fault.stream(
          id(),
          ErrorCode.PROTOCOL_ERROR,
          "trailers must be at most " + server.options.maxHeaderListSize() + " octets");
    }
    in.ends(collector.trailers(id()));
  }

  @Override
  boolean expectsData() {
    return true;
  }

  @Override
  void passData(ByteBuf data, boolean last) {
    exchange.requestData(data, last);
  }

  @Override
  void passTrailers(Headers trailers) {
    exchange.requestTrailers(trailers);
  }

  @Override
  void passGrant(int bytes) {
    exchange.grantResponse(bytes);
  }

  @Override
  void wasReset(int code) throws H2Fault {
    boolean early = !answered;
    broke(new Reset.Remote(code & 0xffff_ffffL));
    if (early) {
      server.resetAfter(openedInTurn);
    }
  }

  @Override
  void broke(Reset why) {
    if (!over) {
      over = true;
      in.drop();
      out.drop();
      exchange.cancel(why);
    }
  }

  @Override
  public void grantRequest(int bytes) {
    in.grant(bytes);
  }

  @Override
  public void interim(ResponseHead head) {
    if (!over && !answered) {
      server.heads.response(id(), head, false);
    }
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (over || answered) {
      return;
    }
    answered = true;
    server.heads.response(id(), head, last);
    boolean refused = asksForTunnel && head.status() / 100 != 2;
    resetsAfterOutput |= refused;
    if (last) {
      out.endedWithHead();
    }
    if (refused) {
      in.cut();
    }
    if (!last) {
      exchange.grantResponse(server.options.sendBuffer());
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
    } else {
      out.data(data, last);
    }
  }

  @Override
  public void responseTrailers(Headers trailers) {
    if (!over) {
      out.trailers(trailers);
    }
  }

  /** After a whole response only the request is stopped, once the response is on the wire. */
  @Override
  public void fail(Reset why) {
    if (over) {
      return;
    }
    in.drop();
    if (out.isEnding()) {
      resetsAfterOutput = true;
      stopRequest();
    } else {
      over = true;
      out.drop();
      server.reset(id(), ResetCodes.toClient(why));
    }
  }

  @Override
  void outputEnded() {
    super.outputEnded();
    if (resetsAfterOutput) {
      stopRequest();
    }
  }

  private void stopRequest() {
    if (out.isOver()) {
      over = true;
      if (!in.hasEnded()) {
        server.reset(id(), ErrorCode.NO_ERROR.code());
      }
    }
  }
}
