package weft.proxy.h1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.Headers;
import weft.proxy.transport.Loop;

/**
 * Makes heads, and trailers, of what was read, line by line, and takes up again where a read ended.
 *
 * <p>Lines are scanned in the loop's scratch memory, a part at a time, so that a body behind the
 * head is not copied. One for a connection, as it reads one head at a time.
 */
final class HeadReader {
  private static final int FIRST_PART = 4096;

  private enum Part {
    REQUEST,
    STATUS,
    TRAILERS
  }

  private final Lines lines;
  private final Limits limits;
  private final Loop loop;
  private final LineScan scan = new LineScan();
  private final Facts facts = new Facts();
  private Part part = Part.REQUEST;
  private @Nullable RequestLine requestLine;
  private @Nullable StatusLine statusLine;
  private Headers headers = new Headers();
  private int bytes;
  private int count;

  HeadReader(Lines lines, Limits limits, Loop loop) {
    this.lines = lines;
    this.limits = limits;
    this.loop = loop;
  }

  void expectRequest() {
    expect(Part.REQUEST);
  }

  void expectResponse() {
    expect(Part.STATUS);
  }

  void expectTrailers() {
    expect(Part.TRAILERS);
  }

  private void expect(Part next) {
    part = next;
    requestLine = null;
    statusLine = null;
    headers = new Headers();
    facts.clear();
    bytes = 0;
    count = 0;
  }

  /** Something of a head came, but not all. */
  boolean isUnderWay() {
    return bytes > 0;
  }

  RequestLine requestLine() {
    if (requestLine == null) {
      throw new IllegalStateException("no request was read");
    }
    return requestLine;
  }

  StatusLine statusLine() {
    if (statusLine == null) {
      throw new IllegalStateException("no response was read");
    }
    return statusLine;
  }

  /** The fields; whoever takes the head owns them. */
  Headers headers() {
    return headers;
  }

  /** What the fields say about framing and connection. */
  Facts facts() {
    return facts;
  }

  /** Consumes lines; whether the head is complete. */
  boolean read(Input in) throws BadMessage {
    int size = FIRST_PART;
    while (!in.isEmpty()) {
      int length = Math.min(size, in.readable());
      byte[] window = length <= Loop.SCRATCH ? loop.scratch() : new byte[length];
      in.peek(window, length);
      int used = readLines(window, length);
      boolean complete = used < 0;
      if (used != 0) {
        in.skip(Math.abs(used));
      }
      if (complete) {
        return true;
      }
      if (used == 0 && length == in.readable()) {
        checkSize(length);
        return false;
      }
      size = used == 0 ? Math.multiplyExact(size, 4) : size;
    }
    return false;
  }

  /** How much of the window was whole lines; negative if the head ended with the last of them. */
  private int readLines(byte[] window, int length) throws BadMessage {
    int from = 0;
    int end = scan.end(window, from, length);
    while (end >= 0) {
      checkSize(end - from);
      boolean last = readLine(window, from, end);
      bytes += end + 1 - from;
      from = end + 1;
      if (last) {
        return -from;
      }
      end = scan.end(window, from, length);
    }
    return from;
  }

  /** Whether the line was the empty one that ends a head. */
  private boolean readLine(byte[] window, int from, int lineFeed) throws BadMessage {
    int end = lineFeed - 1;
    if (end < from || window[end] != '\r') {
      throw BadMessage.got(
          "lines must end with CR LF (RFC 9112, 2.2)", Arrays.copyOfRange(window, from, lineFeed));
    }
    if (end == from) {
      return part == Part.TRAILERS || requestLine != null || endsResponse();
    }
    if (part == Part.REQUEST && requestLine == null) {
      requestLine = lines.requests().get(window, from, end, scan.hash());
      checkTarget(requestLine.path().value().length);
    } else if (part == Part.STATUS && statusLine == null) {
      statusLine = lines.statuses().get(window, from, end, scan.hash());
    } else {
      add(lines.fields().get(window, from, end, scan.hash()));
    }
    return false;
  }

  /** A server may be lenient about empty lines before a request (RFC 9112, 2.2), a client not. */
  private boolean endsResponse() throws BadMessage {
    if (part == Part.STATUS && statusLine == null) {
      throw BadMessage.of(502, "a status line must come first (RFC 9112, 4)");
    }
    return statusLine != null;
  }

  private void add(Header header) throws BadMessage {
    count++;
    if (count > limits.maxLines()) {
      throw BadMessage.of(431, "more than " + limits.maxLines() + " field lines (limit)");
    }
    if (part == Part.TRAILERS) {
      addTrailer(header);
    } else if (facts.note(header)) {
      headers.add(header);
    }
  }

  /** What decides on framing or the connection is no trailer (RFC 9110, 6.5.1), and is dropped. */
  private void addTrailer(Header header) {
    switch (header.name().kind()) {
      case END_TO_END -> headers.add(header);
      case FRAMING, HOP_BY_HOP, PSEUDO -> {}
    }
  }

  /** Before {@code more} bytes of a line are counted: would they be too many? */
  private void checkSize(int more) throws BadMessage {
    if (part == Part.REQUEST && requestLine == null) {
      checkTarget(more - 64);
    }
    int limit = part == Part.TRAILERS ? limits.maxTrailerBytes() : limits.maxHeadBytes();
    if (bytes + more > limit) {
      String what = part == Part.TRAILERS ? "trailers" : "head";
      throw BadMessage.of(431, what + " of more than " + limit + " bytes (limit)");
    }
  }

  private void checkTarget(int length) throws BadMessage {
    if (length > limits.maxTargetBytes()) {
      throw BadMessage.of(
          414, "request target of more than " + limits.maxTargetBytes() + " bytes (limit)");
    }
  }
}
