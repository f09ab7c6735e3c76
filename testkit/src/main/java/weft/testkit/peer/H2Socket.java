package weft.testkit.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP/2 frame by frame over a socket, driven by a script on one thread; Netty's HPACK.
 *
 * <p>SETTINGS and PING are acknowledged, and WINDOW_UPDATE is passed over, inside {@link #hear}.
 * Windows are not kept: a script sends and hears less than they hold.
 */
public final class H2Socket {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final RawSocket socket;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
  private boolean goingAway;

  private H2Socket(RawSocket socket) {
    this.socket = socket;
  }

  /** Speaks as a client: says the preface. */
  public static H2Socket client(RawSocket socket) {
    socket.send(PREFACE);
    var client = new H2Socket(socket);
    client.frame(SETTINGS, 0, 0, new byte[0]);
    return client;
  }

  /** Speaks as a server: the preface must come. */
  public static H2Socket server(RawSocket socket) {
    socket.expect(PREFACE);
    var server = new H2Socket(socket);
    server.frame(SETTINGS, 0, 0, new byte[0]);
    return server;
  }

  // ---------------------------------------------------------------- what it says

  /** A header block of lines as {@code name: value}. */
  public H2Socket headers(int stream, boolean last, String... lines) {
    var headers = new DefaultHttp2Headers(false);
    for (var line : lines) {
      int colon = line.indexOf(": ", 1);
      headers.add(line.substring(0, colon), line.substring(colon + 2));
    }
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException(e);
    }
    var bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, bytes);
  }

  /** A whole GET, with more lines than the four that must be. */
  public H2Socket get(int stream, String... more) {
    return headers(stream, true, request("GET", more));
  }

  /** The head of a POST. */
  public H2Socket post(int stream, String... more) {
    return headers(stream, false, request("POST", more));
  }

  private static String[] request(String method, String... more) {
    var lines = new ArrayList<>(List.of(":method: " + method, ":scheme: http", ":path: /"));
    lines.add(":authority: web");
    lines.addAll(List.of(more));
    return lines.toArray(String[]::new);
  }

  public H2Socket data(int stream, boolean last, String text) {
    return frame(DATA, last ? END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
  }

  public H2Socket reset(int stream, int code) {
    return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
  }

  private H2Socket frame(int type, int flags, int stream, byte[] payload) {
    var frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    socket.send(frame.array());
    return this;
  }

  // ---------------------------------------------------------------- what it hears

  /** What a peer says. */
  public sealed interface Heard {
    /** Header lines, or trailers, as {@code name: value}. */
    record Head(int stream, List<String> lines, boolean last) implements Heard {}

    record Data(int stream, String text, boolean last) implements Heard {}

    record Reset(int stream, int code) implements Heard {}

    record GoAway(int lastStream, int code) implements Heard {}
  }

  /** The next thing that the peer says. */
  public Heard hear() {
    while (true) {
      var head = ByteBuffer.wrap(socket.read(9));
      int first = head.getInt();
      int flags = head.get();
      int stream = head.getInt();
      var payload = socket.read(first >>> 8);
      switch (first & 0xff) {
        case DATA -> {
          return new Heard.Data(stream, new String(payload, ISO_8859_1), isLast(flags));
        }
        case HEADERS -> {
          return new Heard.Head(stream, lines(stream, payload, flags), isLast(flags));
        }
        case RST_STREAM -> {
          return new Heard.Reset(stream, ByteBuffer.wrap(payload).getInt());
        }
        case GOAWAY -> {
          goingAway = true;
          return new Heard.GoAway(
              ByteBuffer.wrap(payload).getInt(), ByteBuffer.wrap(payload).getInt(4));
        }
        default -> acknowledge(first & 0xff, flags, payload);
      }
    }
  }

  /** The next header block; a GOAWAY before it is passed over, anything else fails. */
  public List<String> hearHead() {
    while (true) {
      switch (hear()) {
        case Heard.Head(int stream, List<String> lines, boolean last) -> {
          return lines;
        }
        case Heard.GoAway away -> {}
        case Heard other -> throw new AssertionError("expected a header block but got " + other);
      }
    }
  }

  /** Whether the peer has said that it takes no more streams, or says so next. */
  public boolean isToGo() {
    return goingAway || hear() instanceof Heard.GoAway;
  }

  /** The data up to the end of the stream; trailers may end it and are passed over. */
  public String hearBody() {
    var body = new ByteArrayOutputStream();
    while (true) {
      switch (hear()) {
        case Heard.Data(int stream, String text, boolean last) -> {
          body.writeBytes(text.getBytes(ISO_8859_1));
          if (last) {
            return body.toString(ISO_8859_1);
          }
        }
        case Heard.Head(int stream, List<String> lines, boolean last) -> {
          return body.toString(ISO_8859_1);
        }
        case Heard other -> throw new AssertionError("expected data but got " + other);
      }
    }
  }

  private void acknowledge(int type, int flags, byte[] payload) {
    if (type == SETTINGS && (flags & ACK) == 0) {
      frame(SETTINGS, ACK, 0, new byte[0]);
    } else if (type == PING && (flags & ACK) == 0) {
      frame(PING, ACK, 0, payload);
    }
  }

  private static boolean isLast(int flags) {
    return (flags & END_STREAM) != 0;
  }

  private List<String> lines(int stream, byte[] block, int flags) {
    if ((flags & END_HEADERS) == 0) {
      throw new AssertionError("this header block has a continuation, which scripts do not read");
    }
    try {
      var lines = new ArrayList<String>();
      for (var line : decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block))) {
        lines.add(line.getKey() + ": " + line.getValue());
      }
      return List.copyOf(lines);
    } catch (Http2Exception e) {
      throw new AssertionError("a header block that cannot be read", e);
    }
  }

  /** The socket under it. */
  public RawSocket socket() {
    return socket;
  }
}
