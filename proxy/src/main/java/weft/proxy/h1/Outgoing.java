package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.transport.Connector;

/**
 * One exchange as a client carries it: writes the request, hands the response on.
 *
 * <p>First it waits for a connection, holding nothing but its head; then it is bound to one. If a
 * connection that was used before turns out dead before any of the request left, the exchange looks
 * for another (docs/spec/outbound.md 23.1).
 */
final class Outgoing implements Exchange, BodySource.Receiver {
  /** A flood of interim heads would need no credit; nobody means more than a few. */
  private static final int MAX_INTERIM = 32;

  /** RFC 9113, 7: the server failed, not its protocol. */
  private static final int INTERNAL_ERROR = 2;

  private static final Connector.Pending NOT_CONNECTING = () -> {};

  private final RequestHead head;
  private final Caller caller;
  private final Place place;
  private Connector.Pending connecting = NOT_CONNECTING;
  private @Nullable H1Client client;
  private @Nullable Wire wire;
  private boolean reused;
  private boolean anySent;
  private boolean bodyTaken;
  private boolean last;
  private boolean requestDone;
  private boolean responseDone;
  private boolean headCame;
  private boolean tunnel;
  private boolean persists;
  private boolean gone;
  private int interims;
  private int window;

  Outgoing(RequestHead head, Caller caller, Place place) {
    this.head = head;
    this.caller = caller;
    this.place = place;
  }

  /** Where connections come from. */
  @FunctionalInterface
  interface Place {
    /** Finds a connection and begins on it, now or later; or fails the exchange. */
    void find(Outgoing exchange);
  }

  RequestHead head() {
    return head;
  }

  /** What to cancel while it waits. */
  void waitsFor(Connector.Pending pending) {
    connecting = pending;
  }

  private Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("no connection yet");
    }
    return wire;
  }

  // ---------------------------------------------------------------- the request

  @Override
  public void start(boolean ends) {
    last = ends;
    place.find(this);
  }

  /** Bound to a connection: writes the head. */
  void begun(H1Client on, Wire its, Limits limits, boolean before) {
    client = on;
    wire = its;
    reused = before;
    anySent = false;
    window = limits.window();
    requestDone = last;
    its.source.suspend();
    its.writer.request(head, startBody(its.sink));
    if (!last && !head.asksForTunnel()) {
      caller.grantRequest(window);
    }
  }

  /** Settles how the body is framed (RFC 9112, 6.3). */
  private HeadWriter.Body startBody(BodySink sink) {
    if (head.asksForTunnel()) {
      sink.startNone();
      return HeadWriter.Body.TUNNEL;
    }
    long length = Announced.length(head.headers(), last);
    if (length >= 0) {
      sink.startLength(length);
      return HeadWriter.Body.LENGTH;
    }
    if (last) {
      sink.startNone();
      return HeadWriter.Body.UNTOLD;
    }
    sink.startChunked();
    return HeadWriter.Body.CHUNKED;
  }

  @Override
  public void requestData(ByteBuf data, boolean ends) {
    if (gone || requestDone || client == null) {
      data.release();
      return;
    }
    bodyTaken = true;
    if (!wire().sink.write(data, ends)) {
      breakOff();
    } else if (ends) {
      requestEnded();
    }
  }

  @Override
  public void requestTrailers(Headers trailers) {
    if (gone || requestDone || client == null) {
      return;
    }
    bodyTaken = true;
    if (wire().sink.writeTrailers(trailers)) {
      requestEnded();
    } else {
      breakOff();
    }
  }

  private void requestEnded() {
    requestDone = true;
    if (tunnel) {
      wire().connection.endOutput();
    }
    if (responseDone) {
      finish();
    }
  }

  /** The request is not as long as it said: the peer must not take it for whole. */
  private void breakOff() {
    abort();
    caller.fail(new Reset.Malformed(1, "http/1 client: request length is not as announced"));
  }

  private void abort() {
    gone = true;
    abandon();
  }

  private void abandon() {
    if (client != null) {
      client.abort();
    }
  }

  /** The socket took some of what was written. */
  void sent() {
    anySent = true;
    if (!gone && !requestDone) {
      int left = wire().sink.left();
      if (left > 0) {
        caller.grantRequest(left);
      }
    }
  }

  @Override
  public void cancel(Reset why) {
    if (gone) {
      return;
    }
    if (client == null) {
      gone = true;
      connecting.cancel();
    } else {
      abort();
    }
  }

  // ---------------------------------------------------------------- the response

  @Override
  public void grantResponse(int bytes) {
    if (!gone && !responseDone && client != null) {
      wire().source.grant(bytes);
      client.run();
    }
  }

  boolean wants() {
    return !headCame || wire().source.wants(wire().input);
  }

  /** One step of the client's loop; whether another may follow. */
  boolean step() throws BadMessage {
    Wire w = wire();
    if (!headCame) {
      return readHead(w);
    }
    if (w.source.step(w.input, this)) {
      return true;
    }
    if (w.source.isCutShort(w.input)) {
      abandon();
      failed(
          new Reset.Malformed(
              INTERNAL_ERROR, "connection closed by peer before the response was whole"));
    } else if (responseDone && w.input.isEnded()) {
      stopRequest();
    }
    return false;
  }

  private boolean readHead(Wire w) throws BadMessage {
    if (w.heads.read(w.input)) {
      return take(w);
    }
    if (w.input.isEnded()) {
      abandon();
      connectionLost("connection closed by peer before the response");
    }
    return false;
  }

  private boolean take(Wire w) throws BadMessage {
    StatusLine line = w.heads.statusLine();
    Facts facts = w.heads.facts();
    var response =
        new ResponseHead(line.version(), line.status(), line.reason(), w.heads.headers());
    if (response.isInterim()) {
      takeInterim(w, facts, response);
      return true;
    }
    if (response.status() == 101 && !head.asksForTunnel()) {
      throw BadMessage.of(502, "101 must answer an upgrade request (RFC 9110, 15.2.2)");
    }
    if (response.opensTunnel(head)) {
      openTunnel(w, response);
    } else {
      facts.checkFraming(line.version());
      takeFinal(w, facts, response);
    }
    return true;
  }

  private void takeInterim(Wire w, Facts facts, ResponseHead response) throws BadMessage {
    interims++;
    if (interims > MAX_INTERIM) {
      throw BadMessage.of(502, "more than " + MAX_INTERIM + " interim responses (limit)");
    }
    facts.strip(response.headers());
    w.heads.expectResponse();
    caller.interim(response);
  }

  private void openTunnel(Wire w, ResponseHead response) {
    headCame = true;
    tunnel = true;
    // The length of what follows a CONNECT means nothing (RFC 9110, 9.3.6).
    if (head.hasMethod("CONNECT")) {
      response.headers().remove(HeaderName.CONTENT_LENGTH);
      response.headers().remove(HeaderName.TRANSFER_ENCODING);
    }
    w.source.startUntilEnd();
    w.sink.startRaw();
    caller.responseHead(response, false);
    if (!gone) {
      caller.grantRequest(window);
    }
  }

  private void takeFinal(Wire w, Facts facts, ResponseHead response) {
    headCame = true;
    persists = facts.persists(response.version());
    facts.strip(response.headers());
    startBody(w, facts, response.status());
    boolean ends = w.source.isEnded();
    if (ends) {
      endResponse();
    }
    caller.responseHead(response, ends);
    if (ends) {
      stopUnwanted();
    }
  }

  private void startBody(Wire w, Facts facts, int status) {
    if (status == 204 || status == 304 || head.hasMethod("HEAD")) {
      w.source.stop();
    } else if (facts.isChunked() || facts.contentLength() >= 0) {
      w.source.startFramed(facts);
    } else {
      persists = false;
      w.source.startUntilEnd();
    }
  }

  @Override
  public void bodyData(ByteBuf data, boolean ends) {
    if (ends) {
      endResponse();
    }
    caller.responseData(data, ends);
    if (ends) {
      stopUnwanted();
    }
  }

  @Override
  public void bodyTrailers(Headers trailers) {
    endResponse();
    caller.responseTrailers(trailers);
    stopUnwanted();
  }

  // ---------------------------------------------------------------- ends

  /** The connection is free before the caller hears of the end, so that its next call finds it. */
  private void endResponse() {
    responseDone = true;
    if (requestDone) {
      finish();
    }
  }

  private void finish() {
    gone = true;
    if (client != null) {
      client.finished(persists && !tunnel);
    }
  }

  /** A peer that answered and will not go on need not be sent the rest. */
  private void stopUnwanted() {
    if (!gone && !persists && !tunnel) {
      stopRequest();
    }
  }

  private void stopRequest() {
    if (!gone) {
      abort();
      caller.fail(new Reset.Stop());
    }
  }

  /** The connection is gone. */
  void connectionLost(String how) {
    if (gone) {
      return;
    }
    if (reused && !anySent && !bodyTaken && interims == 0 && !headCame) {
      client = null;
      wire = null;
      place.find(this);
    } else {
      failed(responseDone ? new Reset.Stop() : new Reset.Io(how));
    }
  }

  /** Ends it; called by whoever ended the connection or found none. */
  void failed(Reset why) {
    boolean first = !gone;
    gone = true;
    if (first) {
      caller.fail(why);
    }
  }
}
