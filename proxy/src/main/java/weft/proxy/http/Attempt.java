package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * One try of an exchange that may be tried again: gives it a kept request, and holds its response
 * back while it is open whether it is wanted.
 *
 * <p>What comes late from a try that was dropped dies here. A response is held back only as long as
 * its trailers may decide: until they are there, or a piece of data and the end of the turn, so
 * that an answer of one message is seen whole and one of many is not delayed. For that one byte is
 * granted in advance, which the caller's first grant makes good. Loop only. Source:
 * docs/spec/outbound.md 14.5, 14.6.
 */
final class Attempt implements Caller {
  private final Retrying owner;
  private final ReplayBody body;
  private final Timers timers;
  private final boolean isFirst;
  private Exchange exchange = Exchange.NONE;
  private boolean dropped;
  private boolean ended;

  // the request, when it is given again
  private int given;
  private int credit;
  private boolean giving;
  private boolean requestEnded;

  // the response, while it is held back
  private @Nullable ResponseHead heldHead;
  private @Nullable ByteBuf heldData;
  private @Nullable Headers heldTrailers;
  private boolean heldDataIsLast;
  private boolean holding;
  private boolean owing;
  private Timer turn = Timer.UNSET;

  Attempt(Retrying owner, ReplayBody body, Timers timers, boolean isFirst) {
    this.owner = owner;
    this.body = body;
    this.timers = timers;
    this.isFirst = isFirst;
  }

  void open(HttpService inner, RequestHead head) {
    exchange = inner.open(head, this);
  }

  /** Starts the request, as it came or as it is kept. */
  void start() {
    requestEnded = body.endsWithHead();
    exchange.start(requestEnded);
  }

  // ---------------------------------------------------------------- the request

  /** The exchange, for what passes straight through. */
  Exchange exchange() {
    return exchange;
  }

  /** Whether the kept request is still needed for this try. */
  boolean isGiving() {
    return !isFirst && !requestEnded;
  }

  @Override
  public void grantRequest(int bytes) {
    if (dropped) {
      return;
    }
    if (isFirst) {
      owner.grantRequest(bytes);
      return;
    }
    credit = (int) Math.min((long) credit + bytes, Integer.MAX_VALUE);
    give();
  }

  private void give() {
    if (giving) {
      return;
    }
    giving = true;
    while (!dropped && !requestEnded && credit > 0) {
      giveNext();
    }
    giving = false;
    owner.gave();
  }

  private void giveNext() {
    int left = body.length() - given;
    if (left == 0 && body.hasTrailers()) {
      Headers trailers = body.trailers();
      requestEnded = true;
      exchange.requestTrailers(trailers == null ? new Headers() : trailers);
      return;
    }
    int bytes = Math.min(left, ReplayBody.PIECE);
    ByteBuf piece = bytes == 0 ? Unpooled.EMPTY_BUFFER : body.piece(given, bytes);
    given += bytes;
    credit -= bytes;
    requestEnded = bytes == left && !body.hasTrailers();
    exchange.requestData(piece, requestEnded);
  }

  // ---------------------------------------------------------------- the response

  @Override
  public void interim(ResponseHead head) {
    if (!dropped) {
      owner.interim(head);
    }
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (dropped) {
      return;
    }
    ended = last;
    if (!last && owner.waitsForTrailers(head)) {
      heldHead = head;
      holding = true;
      owing = true;
      exchange.grantResponse(1);
    } else if (!owner.repeats(head, null)) {
      owner.passHead(head, last);
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    if (dropped) {
      data.release();
      return;
    }
    ended |= last;
    if (!holding) {
      owner.passData(data, last);
      return;
    }
    heldData = data;
    heldDataIsLast = last;
    if (last) {
      decide();
    } else {
      turn = timers.after(Duration.ZERO, this::release);
    }
  }

  @Override
  public void responseTrailers(Headers trailers) {
    if (dropped) {
      return;
    }
    ended = true;
    if (!holding && !owing) {
      owner.passTrailers(trailers);
      return;
    }
    heldTrailers = trailers;
    if (holding) {
      decide();
    }
  }

  private void decide() {
    turn.stop();
    ResponseHead head = heldHead;
    if (head != null && !owner.repeats(head, heldTrailers)) {
      release();
    }
  }

  /** Nobody waits for more: the head goes on, and the rest with the caller's first grant. */
  private void release() {
    ResponseHead head = heldHead;
    if (dropped || !holding || head == null) {
      return;
    }
    holding = false;
    heldHead = null;
    owner.passHead(head, false);
  }

  /** The caller asks for more of the response. */
  void grantResponse(int bytes) {
    if (!owing) {
      exchange.grantResponse(bytes);
      return;
    }
    owing = false;
    giveHeld();
    if (bytes > 1 && !dropped && !ended) {
      exchange.grantResponse(bytes - 1);
    }
  }

  private void giveHeld() {
    ByteBuf data = heldData;
    heldData = null;
    if (data != null) {
      owner.passData(data, heldDataIsLast);
    }
    Headers trailers = heldTrailers;
    heldTrailers = null;
    if (trailers != null && !dropped) {
      owner.passTrailers(trailers);
    }
  }

  @Override
  public void fail(Reset why) {
    if (dropped || (ended && owing)) {
      return; // once all of the response is here, and that was the end of the request too
    }
    exchange = Exchange.NONE;
    ended = true;
    if (!owner.isCommitted() && owner.repeats(why)) {
      return;
    }
    release();
    owner.passFailure(why);
  }

  // ---------------------------------------------------------------- the end

  /** Nothing is passed on any more; what is held is released. The exchange is not told. */
  void drop() {
    dropped = true;
    turn.stop();
    ByteBuf data = heldData;
    heldData = null;
    if (data != null) {
      data.release();
    }
  }

  /** Ends the try from outside. */
  void cancel(Reset why) {
    drop();
    Exchange open = exchange;
    exchange = Exchange.NONE;
    open.cancel(why);
  }
}
