package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The simplest retry that keeps the rules: keeps pieces up to a limit, and tries a wholly kept
 * request again after a 503 or a failure.
 */
final class Replaying implements Exchange {
  private static final int LIMIT = 48 << 10;
  private static final int TRIES = 3;

  private final Caller caller;
  private final HttpService inner;
  private final RequestHead head;
  private final List<ByteBuf> kept = new ArrayList<>();
  private @Nullable Headers trailers;
  private Attempt attempt;
  private int keptBytes;
  private int tries = 1;
  private boolean tooLong;
  private boolean whole;
  private boolean committed;
  private boolean over;

  Replaying(Caller caller, HttpService inner, RequestHead head) {
    this.caller = caller;
    this.inner = inner;
    this.head = head;
    this.attempt = new Attempt(false);
    attempt.open();
  }

  @Override
  public void start(boolean last) {
    whole = last;
    attempt.exchange.start(last);
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
      return;
    }
    keep(data);
    whole |= last;
    attempt.exchange.requestData(data, last);
  }

  private void keep(ByteBuf data) {
    if (committed || tooLong) {
      return;
    }
    keptBytes += data.readableBytes();
    if (keptBytes > LIMIT) {
      tooLong = true;
      forget();
    } else {
      kept.add(data.retainedDuplicate());
    }
  }

  private void forget() {
    kept.forEach(ByteBuf::release);
    kept.clear();
  }

  @Override
  public void requestTrailers(Headers trailers) {
    if (!over) {
      whole = true;
      this.trailers = trailers;
      attempt.exchange.requestTrailers(trailers);
    }
  }

  @Override
  public void grantResponse(int bytes) {
    if (!over) {
      attempt.exchange.grantResponse(bytes);
    }
  }

  @Override
  public void cancel(Reset why) {
    if (!over) {
      end();
      attempt.exchange.cancel(why);
    }
  }

  private void end() {
    over = true;
    attempt.dropped = true;
    forget();
  }

  private boolean triesAgain() {
    if (committed || tooLong || !whole || tries == TRIES) {
      return false;
    }
    tries++;
    Attempt last = attempt;
    last.dropped = true;
    last.exchange.cancel(new Reset.Stop());
    attempt = new Attempt(true);
    attempt.open();
    attempt.exchange.start(kept.isEmpty() && trailers == null);
    return true;
  }

  /** The answering side of one try; a dropped one's late calls end here. */
  private final class Attempt implements Caller {
    private final boolean replay;
    private Exchange exchange = Exchange.NONE;
    private boolean dropped;
    private boolean pumping;
    private boolean sentAll;
    private int next;
    private int credit;

    Attempt(boolean replay) {
      this.replay = replay;
    }

    void open() {
      exchange = inner.open(head.copy(), this);
    }

    @Override
    public void grantRequest(int bytes) {
      if (dropped) {
        return;
      }
      if (!replay) {
        caller.grantRequest(bytes);
        return;
      }
      credit += bytes;
      pump();
    }

    private void pump() {
      if (pumping) {
        return;
      }
      pumping = true;
      while (!dropped && credit > 0 && next < kept.size()) {
        ByteBuf piece = kept.get(next++).retainedDuplicate();
        credit -= piece.readableBytes();
        exchange.requestData(piece, next == kept.size() && trailers == null);
      }
      Headers end = trailers;
      if (!dropped && next == kept.size() && end != null && !sentAll) {
        sentAll = true;
        exchange.requestTrailers(end);
      }
      pumping = false;
      if (committed && next == kept.size()) {
        forgetReplayed();
      }
    }

    private void forgetReplayed() {
      forget();
      next = 0;
    }

    @Override
    public void interim(ResponseHead head) {
      if (!dropped) {
        caller.interim(head);
      }
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      if (dropped || (head.status() == 503 && triesAgain())) {
        return;
      }
      committed = true;
      if (!replay || next == kept.size()) {
        forgetReplayed();
      }
      caller.responseHead(head, last);
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      if (dropped) {
        data.release();
      } else {
        caller.responseData(data, last);
      }
    }

    @Override
    public void responseTrailers(Headers trailers) {
      if (!dropped) {
        caller.responseTrailers(trailers);
      }
    }

    @Override
    public void fail(Reset why) {
      if (!dropped && !triesAgain()) {
        end();
        caller.fail(why);
      }
    }
  }
}
