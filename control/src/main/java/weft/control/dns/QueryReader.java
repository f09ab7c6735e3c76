package weft.control.dns;

import io.netty.buffer.ByteBuf;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one query; every length is checked before it is followed. */
final class QueryReader {
  private static final int OPT = 41;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final int POINTER = 0xc0;

  /** The bytes are no query. */
  static final class FormatException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private FormatException() {
      // Anybody can cause it at any rate: no stack trace.
      super(null, null, false, false);
    }
  }

  private final ByteBuf query;
  private int ednsVersion = -1;
  private int udpSize = Question.PLAIN_SIZE;

  QueryReader(ByteBuf query) {
    this.query = query;
  }

  Question read() throws FormatException {
    query.skipBytes(4);
    int questions = query.readUnsignedShort();
    int records = query.readUnsignedShort() + query.readUnsignedShort() + query.readUnsignedShort();
    if (questions != 1) {
      throw new FormatException();
    }
    int start = query.readerIndex();
    var name = name();
    need(4);
    int type = query.readUnsignedShort();
    int recordClass = query.readUnsignedShort();
    var asSent = query.toString(start, query.readerIndex() - start, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < records; i++) {
      record();
    }
    return new Question(name, type, recordClass, asSent, ednsVersion, udpSize);
  }

  /** A name in full: nothing stands before it that a pointer could lead to. */
  private String name() throws FormatException {
    var name = new StringBuilder();
    for (int length = octet(); length > 0; length = octet()) {
      if (length > LONGEST_LABEL
          || name.length() + length + (name.isEmpty() ? 0 : 1) > LONGEST_NAME) {
        throw new FormatException();
      }
      need(length);
      var label = query.readString(length, StandardCharsets.ISO_8859_1);
      // A dot inside a label must not look like the border of two.
      name.append(name.isEmpty() ? "" : ".").append(label.replace('.', '\0'));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private void record() throws FormatException {
    skipName();
    need(10);
    int type = query.readUnsignedShort();
    int recordClass = query.readUnsignedShort();
    int ttl = query.readInt();
    int length = query.readUnsignedShort();
    need(length);
    query.skipBytes(length);
    if (type == OPT) {
      edns(recordClass, (ttl >> 16) & 0xff);
    }
  }

  /** The fields of an EDNS record have other meanings than their names (RFC 6891, 6.1.2). */
  private void edns(int size, int version) throws FormatException {
    if (ednsVersion >= 0) {
      throw new FormatException();
    }
    ednsVersion = version;
    udpSize = Math.max(size, Question.PLAIN_SIZE);
  }

  private void skipName() throws FormatException {
    for (int length = octet(); length > 0; length = octet()) {
      if (length >= POINTER) {
        need(1);
        query.skipBytes(1);
        return;
      }
      need(length);
      query.skipBytes(length);
    }
  }

  private int octet() throws FormatException {
    need(1);
    return query.readUnsignedByte();
  }

  private void need(int bytes) throws FormatException {
    if (query.readableBytes() < bytes) {
      throw new FormatException();
    }
  }
}
