package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * An exchange that is tried again while a kind of retry wants it.
 *
 * <p>The first try streams, and its request is kept as it passes; a further try is made only of a
 * request that came whole and could be kept, and only before anything of a response was passed on.
 * Each try is an exchange of its own. Between tries nobody is asked, and only a cancel can come.
 * Tries that fail at once follow each other in a loop, not one inside the other. Loop only. Source:
 * docs/spec/outbound.md 14.3 to 14.6, 16.2.
 */
abstract class Retrying implements Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);

  private final Caller caller;
  private final HttpService inner;
  private final RequestHead head;
  private final Timers timers;
  private final ReplayBody body;
  private Attempt attempt;
  private Timer pause = Timer.UNSET;
  private int retries;
  private boolean starting;
  private boolean startsAgain;
  private boolean committed;
  private boolean responseDone;
  private boolean over;

  /** Opens the first try. */
  Retrying(Caller caller, HttpService inner, RequestHead head, int maxBytes, Timers timers) {
    this.caller = caller;
    this.inner = inner;
    this.head = head;
    this.timers = timers;
    this.body = new ReplayBody(maxBytes);
    this.attempt = new Attempt(this, body, timers, true);
  }

  /** Opens the first try; right after construction. */
  final Retrying opened() {
    attempt.open(inner, next());
    return this;
  }

  // ---------------------------------------------------------------- what a kind decides

  /** Changes the head of a further try, or of the first. */
  void prepare(RequestHead next, int retries) {}

  /** Whether the trailers of this response may decide what {@link #isFailure} says. */
  abstract boolean isUndecided(ResponseHead response);

  /** Whether a response asks for another try. */
  abstract boolean isFailure(ResponseHead response, @Nullable Headers trailers);

  /** Whether an error asks for another try. */
  abstract boolean isFailure(Reset why);

  /** Why there is no other try although one is asked for and possible; null if there is one. */
  abstract @Nullable Skipped refused(HttpService service, int retries);

  /** No other try was made, and why. */
  abstract void skipped(Skipped why);

  /** A result came that asks for no other try. */
  abstract void settled(boolean isResponse, int retries);

  /** How long to wait before the next try. */
  abstract Duration pause(int retries);

  /** Why a try that failed is the last one. */
  enum Skipped {
    /** The body is longer than what is kept. */
    BODY_TOO_LONG("body_too_long"),
    /** The response came before the request was whole. */
    BODY_UNFINISHED("body_unfinished"),
    LIMIT("limit_exceeded"),
    NO_BUDGET("no_budget"),
    OVERFLOW("overflow");

    private final String label;

    Skipped(String label) {
      this.label = label;
    }

    /** In logs and metrics. */
    String label() {
      return label;
    }
  }

  // ---------------------------------------------------------------- as the caller drives it

  @Override
  public void start(boolean last) {
    body.begin(last);
    begin();
  }

  private void begin() {
    starting = true;
    attempt.start();
    while (startsAgain && !over) {
      startsAgain = false;
      attempt = new Attempt(this, body, timers, false);
      attempt.open(inner, next());
      attempt.start();
    }
    starting = false;
  }

  private RequestHead next() {
    RequestHead next = head.copy();
    prepare(next, retries);
    return next;
  }

  @Override
  public void requestData(ByteBuf data, boolean last) {
    if (over || body.isWhole()) {
      data.release();
      return;
    }
    body.keep(data, last);
    attempt.exchange().requestData(data, last);
    endIfDone();
  }

  @Override
  public void requestTrailers(Headers trailers) {
    if (!over && !body.isWhole()) {
      body.keep(trailers);
      attempt.exchange().requestTrailers(trailers);
      endIfDone();
    }
  }

  @Override
  public void grantResponse(int bytes) {
    if (!over && !responseDone) {
      attempt.grantResponse(bytes);
    }
  }

  @Override
  public void cancel(Reset why) {
    if (!over && !isCallerDone()) {
      end();
      attempt.cancel(why);
    }
  }

  private void end() {
    over = true;
    pause.stop();
    body.forget();
  }

  /** All was said to it, and by it; what is kept of the request may not be given yet. */
  private boolean isCallerDone() {
    return responseDone && body.isWhole();
  }

  /** A server that answered early may still want the rest of the request. */
  private void endIfDone() {
    if (isCallerDone() && !attempt.isGiving() && !over) {
      end();
    }
  }

  // ---------------------------------------------------------------- as a try answers

  final void grantRequest(int bytes) {
    if (!over && !body.isWhole()) {
      caller.grantRequest(bytes);
    }
  }

  /** A further try was given some of the kept request. */
  final void gave() {
    if (committed && !attempt.isGiving()) {
      body.forget();
    }
    endIfDone();
  }

  final void interim(ResponseHead interim) {
    caller.interim(interim);
  }

  final boolean isCommitted() {
    return committed;
  }

  final boolean waitsForTrailers(ResponseHead response) {
    return response.version() == Version.HTTP_2
        && !committed
        && body.isWhole()
        && !body.isTooLong()
        && isUndecided(response);
  }

  /** Drops the try and makes another one, if the response asks for it and it can be. */
  final boolean repeats(ResponseHead response, @Nullable Headers trailers) {
    if (isFailure(response, trailers)) {
      return repeats();
    }
    settled(true, retries);
    return false;
  }

  final boolean repeats(Reset why) {
    if (isFailure(why)) {
      return repeats();
    }
    settled(false, retries);
    return false;
  }

  private boolean repeats() {
    Skipped why = skipped();
    if (why != null) {
      skipped(why);
      if (LOG.isDebugEnabled()) {
        LOG.atDebug().addKeyValue("skipped", why.label()).log("Not tried again: {}", head);
      }
      return false;
    }
    retries++;
    attempt.cancel(new Reset.Stop());
    Duration wait = pause(retries - 1);
    if (!wait.isZero()) {
      pause = timers.after(wait, this::again);
    } else {
      again();
    }
    return true;
  }

  private @Nullable Skipped skipped() {
    if (body.isTooLong()) {
      return Skipped.BODY_TOO_LONG;
    }
    return body.isWhole() ? refused(inner, retries) : Skipped.BODY_UNFINISHED;
  }

  private void again() {
    if (over) {
      return;
    }
    if (starting) {
      startsAgain = true;
      return;
    }
    attempt = new Attempt(this, body, timers, false);
    attempt.open(inner, next());
    begin();
  }

  final void passHead(ResponseHead response, boolean last) {
    committed = true;
    if (!attempt.isGiving()) {
      body.forget();
    }
    responseDone = last;
    caller.responseHead(response, last);
    endIfDone();
  }

  final void passData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
      return;
    }
    responseDone |= last;
    caller.responseData(data, last);
    endIfDone();
  }

  final void passTrailers(Headers trailers) {
    if (!over) {
      responseDone = true;
      caller.responseTrailers(trailers);
      endIfDone();
    }
  }

  final void passFailure(Reset why) {
    if (!over) {
      boolean isDone = isCallerDone();
      end();
      attempt.drop();
      if (!isDone) {
        caller.fail(why);
      }
    }
  }
}
