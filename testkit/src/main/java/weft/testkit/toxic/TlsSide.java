package weft.testkit.toxic;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of one side of a TLS connection. A last record that was cut off is left out.
 *
 * @param name {@code client} or {@code server}
 * @param hellos the handshake messages in the clear, without their four bytes of type and length
 * @param types of those messages
 * @param protectedRecords how many records of application data followed
 */
record TlsSide(String name, List<ByteBuffer> hellos, List<Integer> types, int protectedRecords) {
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int TLS_1_3 = 0x0304;

  /** Bytes that TLS 1.3 would not have there. */
  static final class Unexpected extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;

    Unexpected(String what) {
      super(what);
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  static TlsSide parse(String name, byte[] bytes) throws Unexpected {
    var in = ByteBuffer.wrap(bytes);
    var clear = new ByteArrayOutputStream();
    int protectedRecords = 0;
    while (in.remaining() >= 5) {
      int type = in.get() & 0xff;
      int version = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (version >> 8 != 3) {
        throw new Unexpected("the " + name + " sent something that is no TLS record");
      }
      if (in.remaining() < length) {
        break;
      }
      switch (type) {
        case HANDSHAKE -> add(name, in, length, clear, protectedRecords);
        case APPLICATION_DATA -> protectedRecords++;
        case CHANGE_CIPHER_SPEC -> requireCompatibility(name, in, length);
        default -> throw new Unexpected("the " + name + " sent a record of type " + type);
      }
      in.position(in.position() + (type == HANDSHAKE ? 0 : length));
    }
    return messages(name, ByteBuffer.wrap(clear.toByteArray()), protectedRecords);
  }

  private static void add(
      String name, ByteBuffer in, int length, ByteArrayOutputStream clear, int protectedRecords)
      throws Unexpected {
    if (protectedRecords > 0) {
      throw new Unexpected("the " + name + " sent a handshake in the clear after protected data");
    }
    var record = new byte[length];
    in.get(record);
    clear.writeBytes(record);
  }

  /** In TLS 1.3 it means nothing and is one byte (RFC 8446, D.4). */
  private static void requireCompatibility(String name, ByteBuffer in, int length)
      throws Unexpected {
    if (length != 1 || in.get(in.position()) != 1) {
      throw new Unexpected("the " + name + " sent a strange change_cipher_spec");
    }
  }

  /** Half a message counts with its type: it may be the start of something protected in TLS 1.2. */
  private static TlsSide messages(String name, ByteBuffer clear, int protectedRecords) {
    var hellos = new ArrayList<ByteBuffer>();
    var types = new ArrayList<Integer>();
    while (clear.remaining() >= 4) {
      int header = clear.getInt();
      int length = header & 0xffffff;
      types.add(header >>> 24);
      if (clear.remaining() < length) {
        break;
      }
      hellos.add(clear.slice(clear.position(), length));
      clear.position(clear.position() + length);
    }
    return new TlsSide(name, hellos, types, protectedRecords);
  }

  /** One hello, or two around a HelloRetryRequest, and nothing else in the clear. */
  void requireOnly(int helloType) throws Unexpected {
    if (types.isEmpty()) {
      throw new Unexpected("the " + name + " sent no hello");
    }
    for (int type : types) {
      if (type != helloType) {
        throw new Unexpected("the " + name + " sent handshake type " + type + " in the clear");
      }
    }
  }

  /** Every ServerHello selects TLS 1.3. */
  void requireVersion13() throws Unexpected {
    for (var hello : hellos) {
      int version = selectedVersion(hello.duplicate());
      if (version != TLS_1_3) {
        throw new Unexpected("the server selected version 0x" + Integer.toHexString(version));
      }
    }
  }

  void requireProtectedData() throws Unexpected {
    if (protectedRecords == 0) {
      throw new Unexpected("the " + name + " sent no protected data");
    }
  }

  /** What a ServerHello says in supported_versions, or else in its old field. */
  private static int selectedVersion(ByteBuffer hello) throws Unexpected {
    try {
      int legacy = hello.getShort() & 0xffff;
      skip(hello, 32); // random
      skip(hello, hello.get() & 0xff); // session id
      skip(hello, 3); // cipher suite, compression
      hello.limit(2 + hello.position() + (hello.getShort(hello.position()) & 0xffff));
      skip(hello, 2);
      while (hello.hasRemaining()) {
        int type = hello.getShort() & 0xffff;
        int length = hello.getShort() & 0xffff;
        if (type == SUPPORTED_VERSIONS) {
          return hello.getShort() & 0xffff;
        }
        skip(hello, length);
      }
      return legacy;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Unexpected("the server's hello is malformed: " + e);
    }
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }
}
