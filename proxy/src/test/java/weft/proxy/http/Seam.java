package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;

/**
 * A seam between relays where the rules are checked, and where calls come late: once an exchange is
 * over, both sides are called again and must drop it.
 */
final class Seam implements Exchange, Caller {
  private final Caller caller;
  private final SimulatedSocket.Buffers buffers;
  private Exchange inner = Exchange.NONE;
  private boolean requestEnded;
  private boolean headSeen;
  private boolean responseEnded;
  private boolean over;

  Seam(Caller caller, SimulatedSocket.Buffers buffers) {
    this.caller = caller;
    this.buffers = buffers;
  }

  Exchange into(HttpService service, RequestHead head) {
    inner = service.open(head, this);
    return this;
  }

  /** Calls that come too late, in both directions. */
  private void disturb() {
    if (!over && !(requestEnded && responseEnded)) {
      return;
    }
    inner.requestData(buffers.piece(3), false);
    inner.requestTrailers(new Headers());
    inner.grantResponse(7);
    inner.cancel(new Reset.Remote(8));
    caller.grantRequest(7);
    caller.responseData(buffers.piece(3), true);
    caller.responseTrailers(new Headers());
    caller.fail(new Reset.Remote(2));
  }

  private void fromAbove(boolean open, boolean last) {
    assertThat(open && !over).as("call from above while open").isTrue();
    requestEnded |= last;
  }

  private void fromBelow(boolean open, boolean last) {
    assertThat(open && !over).as("call from below while open").isTrue();
    responseEnded |= last;
  }

  @Override
  public void start(boolean last) {
    fromAbove(!requestEnded, last);
    inner.start(last);
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    fromAbove(!requestEnded, last);
    inner.requestData(data, last);
    disturb();
  }

  @Override
  public void requestTrailers(Headers trailers) {
    fromAbove(!requestEnded, true);
    inner.requestTrailers(trailers);
    disturb();
  }

  @Override
  public void grantResponse(int bytes) {
    fromAbove(headSeen && !responseEnded, false);
    inner.grantResponse(bytes);
  }

  @Override
  public void cancel(Reset why) {
    fromAbove(true, false);
    over = true;
    inner.cancel(why);
    disturb();
  }

  @Override
  public void grantRequest(int bytes) {
    fromBelow(!requestEnded, false);
    caller.grantRequest(bytes);
  }

  @Override
  public void interim(ResponseHead head) {
    fromBelow(!headSeen, false);
    caller.interim(head);
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    fromBelow(!headSeen, last);
    headSeen = true;
    caller.responseHead(head, last);
    disturb();
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    fromBelow(headSeen && !responseEnded, last);
    caller.responseData(data, last);
    disturb();
  }

  @Override
  public void responseTrailers(Headers trailers) {
    fromBelow(headSeen && !responseEnded, true);
    caller.responseTrailers(trailers);
    disturb();
  }

  @Override
  public void fail(Reset why) {
    fromBelow(true, false);
    over = true;
    caller.fail(why);
    disturb();
  }
}
