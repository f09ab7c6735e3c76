package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Both halves of an exchange in one object that passes everything on: what a layer extends when it
 * must see how an exchange goes.
 *
 * <p>Keeps the rule that each direction ends once and silence follows, whoever calls late. Hooks
 * are called once and before the call is passed on. One object an exchange; nothing is allocated a
 * piece.
 */
public abstract class Relay implements Exchange, Caller {
  private final Caller caller;
  private Exchange inner = Exchange.NONE;
  private boolean requestDone;
  private boolean responseDone;
  private boolean reset;
  private boolean cancelled;

  protected Relay(Caller caller) {
    this.caller = caller;
  }

  /**
   * Opens the exchange at {@code next}, answered through this relay. Called once, from open, or
   * later by a layer that lets exchanges wait.
   */
  public final Relay into(HttpService next, RequestHead head) {
    inner = next.open(head, this);
    return this;
  }

  /** The request ended, whole. */
  protected void requestEnded() {}

  /** The response ended; called exactly once for each exchange that was started. */
  protected void ended(Ending how) {}

  /** Ends the exchange from here: inward first, so that a retry outside finds the stream free. */
  protected final void abort(Reset why) {
    if (isOver()) {
      return;
    }
    endBoth(new Ending.Failed(why));
    inner.cancel(why);
    caller.fail(why);
  }

  /**
   * Ends the response with a head made up here, and with it what is left of the request. The inner
   * side must have ended, or be cancelled before.
   */
  protected final void answer(ResponseHead head) {
    if (reset || responseDone) {
      return;
    }
    boolean asking = !requestDone;
    endBoth(new Ending.Complete(null));
    caller.responseHead(head, true);
    sayNoMore(asking);
  }

  /** As {@link #answer}, after the response's head was passed on: ends it with trailers. */
  protected final void answerTrailers(Headers trailers) {
    if (reset || responseDone) {
      return;
    }
    boolean asking = !requestDone;
    endBoth(new Ending.Complete(trailers));
    caller.responseTrailers(trailers);
    sayNoMore(asking);
  }

  private void sayNoMore(boolean asking) {
    if (asking && !cancelled) {
      caller.fail(new Reset.Stop());
    }
  }

  /** The response has been passed on whole. */
  protected final boolean isAnswered() {
    return responseDone;
  }

  /** Nothing will be passed on any more. */
  protected final boolean isOver() {
    return reset || (requestDone && responseDone);
  }

  private void endBoth(Ending how) {
    boolean first = !responseDone;
    reset = true;
    responseDone = true;
    if (first) {
      ended(how);
    }
  }

  /** Whether a call on the request's side may pass; notes its end. */
  private boolean requestPasses(boolean last) {
    if (reset || requestDone) {
      return false;
    }
    if (last) {
      requestDone = true;
      requestEnded();
    }
    return !reset; // the hook may have given up, and then nothing goes inward any more
  }

  /** Whether a call on the response's side may pass; notes its end. */
  private boolean responsePasses(boolean last, @Nullable Headers trailers) {
    if (reset || responseDone) {
      return false;
    }
    if (last) {
      responseDone = true;
      ended(new Ending.Complete(trailers));
    }
    return true;
  }

  @Override
  public void start(boolean last) {
    if (requestPasses(last)) {
      inner.start(last);
    }
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    if (requestPasses(last)) {
      inner.requestData(data, last);
    } else {
      data.release();
    }
  }

  @Override
  public void requestTrailers(Headers trailers) {
    if (requestPasses(true)) {
      inner.requestTrailers(trailers);
    }
  }

  @Override
  public void grantResponse(int bytes) {
    if (!reset && !responseDone) {
      inner.grantResponse(bytes);
    }
  }

  @Override
  public void cancel(Reset why) {
    cancelled = true; // may come inside an answer that is still being given
    if (!isOver()) {
      endBoth(new Ending.Cancelled(why));
      inner.cancel(why);
    }
  }

  @Override
  public void grantRequest(int bytes) {
    if (!reset && !requestDone) {
      caller.grantRequest(bytes);
    }
  }

  @Override
  public void interim(ResponseHead head) {
    if (!reset && !responseDone) {
      caller.interim(head);
    }
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (responsePasses(last, null)) {
      caller.responseHead(head, last);
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    if (responsePasses(last, null)) {
      caller.responseData(data, last);
    } else {
      data.release();
    }
  }

  @Override
  public void responseTrailers(Headers trailers) {
    if (responsePasses(true, trailers)) {
      caller.responseTrailers(trailers);
    }
  }

  @Override
  public void fail(Reset why) {
    if (!isOver()) {
      endBoth(new Ending.Failed(why));
      caller.fail(why);
    }
  }
}
