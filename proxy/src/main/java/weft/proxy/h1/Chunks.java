package weft.proxy.h1;

/**
 * Where a chunked body stands between its chunks (RFC 9112, 7.1).
 *
 * <p>Reads the framing only; the data of a chunk is taken by {@link BodySource}. Extensions are
 * dropped, and bounded for the body as a whole.
 */
final class Chunks {
  private static final int MAX_EXTENSIONS = 16 * 1024;
  private static final int MAX_DIGITS = 15;

  private enum State {
    SIZE,
    BLANK,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS
  }

  private State state = State.SIZE;
  private long size;
  private int digits;
  private int extensions;

  void start() {
    extensions = 0;
    nextChunk();
  }

  private void nextChunk() {
    state = State.SIZE;
    size = 0;
    digits = 0;
  }

  /** Reads on to data, to trailers, or to the end of what is there. */
  void advance(Input in) throws BadMessage {
    while (state != State.DATA && state != State.TRAILERS && !in.isEmpty()) {
      state = next(in.next());
    }
  }

  /** Data of the present chunk that was not taken, in bytes. */
  long data() {
    return state == State.DATA ? size : 0;
  }

  /** Data of the present chunk was taken. */
  void took(int bytes) {
    size -= bytes;
    if (size == 0) {
      state = State.DATA_CR;
    }
  }

  /** The last chunk is over; what follows are the trailers' lines. */
  boolean atTrailers() {
    return state == State.TRAILERS;
  }

  private State next(byte b) throws BadMessage {
    return switch (state) {
      case SIZE -> size(b);
      case BLANK -> blank(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> sizeEnds(b);
      case DATA_CR -> {
        expect(b, '\r', "chunk data must end with CR LF");
        yield State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n', "chunk data must end with CR LF");
        nextChunk();
        yield State.SIZE;
      }
      case DATA, TRAILERS -> throw new IllegalStateException("no framing here");
    };
  }

  private State size(byte b) throws BadMessage {
    int digit = Grammar.hexDigit(b);
    if (digit < 0) {
      return digits == 0 ? notASize(b) : blank(b);
    }
    digits++;
    if (digits > MAX_DIGITS) {
      throw BadMessage.of(
          400, "chunk size must have at most " + MAX_DIGITS + " digits (RFC 9112, 7.1)");
    }
    size = size * 16 + digit;
    return State.SIZE;
  }

  /** White space may stand before an extension only. */
  private State blank(byte b) throws BadMessage {
    if (b == '\r' && state == State.SIZE) {
      return State.SIZE_LF;
    }
    if (b == ';') {
      return State.EXTENSION;
    }
    return Grammar.isBlank(b) ? countExtension(State.BLANK) : notASize(b);
  }

  private static State notASize(byte b) throws BadMessage {
    throw BadMessage.got("chunk size must be hexadecimal digits (RFC 9112, 7.1)", new byte[] {b});
  }

  private State extension(byte b) throws BadMessage {
    if (b == '\r') {
      return State.SIZE_LF;
    }
    if (!Grammar.isValue(b)) {
      throw BadMessage.got(
          "chunk extension must not hold control bytes (RFC 9112, 7.1.1)", new byte[] {b});
    }
    return countExtension(State.EXTENSION);
  }

  private State countExtension(State next) throws BadMessage {
    extensions++;
    if (extensions > MAX_EXTENSIONS) {
      throw BadMessage.of(
          400, "chunk extensions of more than " + MAX_EXTENSIONS + " bytes (limit)");
    }
    return next;
  }

  private State sizeEnds(byte b) throws BadMessage {
    expect(b, '\n', "chunk size must end with CR LF");
    return size == 0 ? State.TRAILERS : State.DATA;
  }

  private static void expect(byte b, char wanted, String rule) throws BadMessage {
    if (b != wanted) {
      throw BadMessage.got(rule + " (RFC 9112, 7.1)", new byte[] {b});
    }
  }
}
