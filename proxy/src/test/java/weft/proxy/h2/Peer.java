package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import weft.proxy.h2.hpack.Block;
import weft.proxy.h2.hpack.HpackEncoder;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.transport.Protocol;
import weft.proxy.transport.TestSocket;

/** A peer that writes frames by hand, good and bad, and reads what comes back as text. */
final class Peer {
  final TestSocket socket;
  private final HpackEncoder encoder = new HpackEncoder();

  Peer(Protocol protocol) {
    socket = new TestSocket(protocol);
  }

  /** Plays a client: preface and empty settings are said. */
  static Peer client(H2Server server) {
    var peer = new Peer(server);
    peer.raw(Frame.preface()).frame(Frame.SETTINGS, 0, 0, "");
    peer.hears();
    return peer;
  }

  /** Plays a server: empty settings are said. */
  static Peer server(H2Client client) {
    var peer = new Peer(client);
    peer.frame(Frame.SETTINGS, 0, 0, "");
    peer.hears();
    return peer;
  }

  Peer raw(byte[] octets) {
    socket.sends(Unpooled.copiedBuffer(octets));
    return this;
  }

  static byte[] octets(int type, int flags, int id, byte[] payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeInt(payload.length << 8 | type).writeByte(flags).writeInt(id).writeBytes(payload);
    byte[] all = new byte[out.readableBytes()];
    out.readBytes(all);
    return all;
  }

  /** A frame with its payload in hexadecimal. */
  Peer frame(int type, int flags, int id, String hex) {
    return raw(octets(type, flags, id, HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  /** A header block of lines as {@code name: value}. */
  byte[] block(String... lines) {
    var block = new Block(64);
    encoder.begin(block);
    for (String line : lines) {
      int colon = line.indexOf(": ", 1);
      var name = HeaderName.of(line.substring(0, colon));
      encoder.line(block, Header.of(name, line.substring(colon + 2)));
    }
    return java.util.Arrays.copyOf(block.octets(), block.size());
  }

  Peer headers(int id, boolean last, String... lines) {
    int flags = Frame.END_HEADERS | (last ? Frame.END_STREAM : 0);
    return raw(octets(Frame.HEADERS, flags, id, block(lines)));
  }

  Peer get(int id) {
    return headers(id, true, ":method: GET", ":scheme: http", ":path: /", ":authority: web");
  }

  Peer post(int id, String... more) {
    var lines = new ArrayList<>(List.of(":method: POST", ":scheme: http", ":path: /"));
    lines.addAll(List.of(more));
    return headers(id, false, lines.toArray(String[]::new));
  }

  Peer data(int id, boolean last, String text) {
    byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
    return raw(octets(Frame.DATA, last ? Frame.END_STREAM : 0, id, payload));
  }

  Peer data(int id, boolean last, int size) {
    return data(id, last, "x".repeat(size));
  }

  /** The frames heard since last asked, a line each; header blocks by their size. */
  List<String> hears() {
    var heard = new ArrayList<String>();
    ByteBuf in = Unpooled.wrappedBuffer(socket.receivedBytes());
    if (in.readableBytes() >= 3 && in.getByte(0) == 'P') {
      in.skipBytes(Frame.PREFACE.length());
    }
    while (in.isReadable()) {
      int length = in.readUnsignedMedium();
      int type = in.readByte();
      int flags = in.readByte();
      int id = in.readInt();
      heard.add(print(type, flags, id, in.readSlice(length)));
    }
    return heard;
  }

  private static String print(int type, int flags, int id, ByteBuf payload) {
    String last = (flags & Frame.END_STREAM) != 0 ? " last" : "";
    return switch (type) {
      case Frame.DATA -> "DATA " + id + " " + payload.readableBytes() + last;
      case Frame.HEADERS -> "HEADERS " + id + last;
      case Frame.RST_STREAM -> "RST_STREAM " + id + " " + code(payload.readInt());
      case Frame.SETTINGS -> (flags & Frame.ACK) != 0 ? "SETTINGS ack" : "SETTINGS";
      case Frame.PING -> (flags & Frame.ACK) != 0 ? "PING ack" : "PING " + payload.readLong();
      case Frame.GOAWAY ->
          "GOAWAY " + payload.readInt() + " " + code(payload.readInt()) + " " + text(payload);
      case Frame.WINDOW_UPDATE -> "WINDOW_UPDATE " + id + " " + payload.readInt();
      default -> "frame " + type;
    };
  }

  private static ErrorCode code(int code) {
    for (var known : ErrorCode.values()) {
      if (known.code() == code) {
        return known;
      }
    }
    throw new AssertionError("no such code: " + code);
  }

  private static String text(ByteBuf payload) {
    return payload.toString(StandardCharsets.UTF_8);
  }
}
