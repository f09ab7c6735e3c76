package weft.proxy.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import weft.proxy.http.Headers;

/**
 * A body coming in: hands pieces on while there is credit, and says when it ended.
 *
 * <p>One for a connection, started anew for each message. A piece is what one read holds of the
 * body, not copied, so the last one may overdraw the credit. Source of the bounds: the rules of
 * {@link weft.proxy.http}.
 */
final class BodySource {
  /** How the end is found (RFC 9112, 6.3). */
  private enum Framing {
    ENDED,
    LENGTH,
    CHUNKED,
    UNTIL_END,
    SUSPENDED
  }

  private final HeadReader heads;
  private final Chunks chunks = new Chunks();
  private Framing framing = Framing.ENDED;
  private long remaining;
  private long credit;
  private boolean granted;

  /** Trailers are read by {@code heads}. */
  BodySource(HeadReader heads) {
    this.heads = heads;
  }

  /** Takes what comes of a body. */
  interface Receiver {
    /** A piece; ownership is given. May be empty only if {@code last}. */
    void bodyData(ByteBuf data, boolean last);

    void bodyTrailers(Headers trailers);
  }

  /** A body as its head says, for heads that say it: neither both nor none. */
  void startFramed(Facts facts) {
    if (facts.isChunked()) {
      start(Framing.CHUNKED);
      chunks.start();
      heads.expectTrailers();
    } else {
      start(facts.contentLength() > 0 ? Framing.LENGTH : Framing.ENDED);
      remaining = facts.contentLength();
    }
  }

  /** Everything until the peer sends no more: a response without length, or a tunnel's half. */
  void startUntilEnd() {
    start(Framing.UNTIL_END);
  }

  /** A request that may become a tunnel: what follows is not known yet. */
  void suspend() {
    start(Framing.SUSPENDED);
  }

  /** It has become one: raw bytes follow, and credit granted before holds. */
  void resume() {
    framing = Framing.UNTIL_END;
  }

  private void start(Framing next) {
    framing = next;
    credit = 0;
    granted = false;
  }

  /** No more of it is wanted, or there is none. */
  void stop() {
    framing = Framing.ENDED;
  }

  boolean isEnded() {
    return framing == Framing.ENDED;
  }

  /** More may be handed on. */
  void grant(int bytes) {
    credit += bytes;
    granted = true;
  }

  /** This much may still come, and no more. */
  void limit(int bytes) {
    credit = bytes;
    granted = true;
  }

  /** There may be more, but nothing is granted. */
  boolean isOutOfCredit() {
    return !isEnded() && credit <= 0;
  }

  /** Whether reading from the socket would help. */
  boolean wants(Input in) {
    return switch (framing) {
      case ENDED, SUSPENDED -> in.isEmpty();
      case LENGTH, CHUNKED, UNTIL_END -> credit > 0;
    };
  }

  /** Hands one piece or the end on; whether there was one. The last act is the call. */
  boolean step(Input in, Receiver to) throws BadMessage {
    return switch (framing) {
      case ENDED, SUSPENDED -> false;
      case LENGTH -> stepLength(in, to);
      case CHUNKED -> stepChunked(in, to);
      case UNTIL_END -> stepUntilEnd(in, to);
    };
  }

  /** The peer sends no more, though the body is not whole. */
  boolean isCutShort(Input in) {
    return in.isExhausted() && (framing == Framing.LENGTH || framing == Framing.CHUNKED);
  }

  private boolean stepLength(Input in, Receiver to) {
    if (credit <= 0 || in.isEmpty()) {
      return false;
    }
    ByteBuf piece = take(in, remaining);
    remaining -= piece.readableBytes();
    if (remaining == 0) {
      framing = Framing.ENDED;
    }
    to.bodyData(piece, remaining == 0);
    return true;
  }

  private boolean stepUntilEnd(Input in, Receiver to) {
    if (in.isEmpty()) {
      return in.isEnded() && endEmpty(to);
    }
    if (credit <= 0) {
      return false;
    }
    ByteBuf piece = take(in, Integer.MAX_VALUE);
    boolean last = in.isExhausted();
    if (last) {
      framing = Framing.ENDED;
    }
    to.bodyData(piece, last);
    return true;
  }

  /** An end that carries no bytes needs no credit, but a first grant. */
  private boolean endEmpty(Receiver to) {
    if (!granted) {
      return false;
    }
    framing = Framing.ENDED;
    to.bodyData(Unpooled.EMPTY_BUFFER, true);
    return true;
  }

  private boolean stepChunked(Input in, Receiver to) throws BadMessage {
    chunks.advance(in);
    if (chunks.atTrailers()) {
      return granted && heads.read(in) && endChunked(to);
    }
    if (chunks.data() == 0 || credit <= 0 || in.isEmpty()) {
      return false;
    }
    ByteBuf piece = take(in, chunks.data());
    chunks.took(piece.readableBytes());
    boolean last = endsHere(in, piece);
    to.bodyData(piece, last);
    return true;
  }

  private boolean endChunked(Receiver to) {
    framing = Framing.ENDED;
    if (heads.headers().isEmpty()) {
      to.bodyData(Unpooled.EMPTY_BUFFER, true);
    } else {
      to.bodyTrailers(heads.headers());
    }
    return true;
  }

  /** Looks behind a piece, so that the usual end comes with it and not as a call of its own. */
  private boolean endsHere(Input in, ByteBuf piece) throws BadMessage {
    try {
      chunks.advance(in);
      if (!chunks.atTrailers() || !in.startsWithCrLf() || !heads.read(in)) {
        return false;
      }
    } catch (BadMessage bad) {
      piece.release();
      throw bad;
    }
    framing = Framing.ENDED;
    return true;
  }

  private ByteBuf take(Input in, long atMost) {
    ByteBuf piece = in.take((int) Math.min(atMost, in.readable()));
    credit -= piece.readableBytes();
    return piece;
  }
}
