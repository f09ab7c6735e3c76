package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import org.jspecify.annotations.Nullable;

/**
 * One connection in the TLS library's own memory: the only place where addresses are handed to it.
 *
 * <p>Buffers given are direct, whole, and stay the caller's; their indices move by what was taken
 * or put there. Every address that the library gets is taken back before a call returns. Not
 * thread-safe; nothing may be called after {@link #free}.
 */
final class NativeTls {
  /** A record carries so much at most (RFC 8446, 5.1). */
  static final int RECORD = 16 * 1024;

  /** A record's header, content type and tag. */
  static final int RECORD_OVERHEAD = 5 + 1 + 16;

  /** What the library may say unasked, waiting for {@link #drain}; allocated per connection. */
  private static final int UNASKED = 2048;

  private final long ssl;
  private final long bio;

  /** How an operation ended. */
  enum Outcome {
    DONE,
    /** It goes on once more has come from the peer. */
    WANTS_INPUT,
    /** It goes on once {@link #drain} made room. */
    WANTS_ROOM,
    /** It goes on once {@link #task} has run. */
    WANTS_TASK,
    /** The peer sends no more. */
    CLOSED,
    FAILED
  }

  NativeTls(long context, boolean server) {
    ssl = SSL.newSSL(context, server);
    bio = SSL.bioNewByteBuffer(ssl, UNASKED);
  }

  /** Its name among the library's connections. */
  long pointer() {
    return ssl;
  }

  void serverName(String name) {
    SSL.setTlsExtHostName(ssl, name);
  }

  /** Goes on with the handshake, with what has come. */
  Outcome handshake(@Nullable ByteBuf in) {
    give(in);
    int result = SSL.doHandshake(ssl);
    Outcome outcome = result > 0 ? Outcome.DONE : outcome(result);
    take(in);
    return outcome;
  }

  /** Decrypts what has come into {@code out}, which grows as it must. */
  Outcome read(ByteBuf in, ByteBuf out) {
    give(in);
    int result;
    do {
      out.ensureWritable(out.writableBytes() > 0 ? 1 : RECORD);
      result = SSL.readFromSSL(ssl, address(out) + out.writerIndex(), out.writableBytes());
      out.writerIndex(out.writerIndex() + Math.max(result, 0));
    } while (result > 0);
    Outcome outcome = outcome(result);
    take(in);
    return outcome;
  }

  /** Encrypts all of {@code in} to the end of {@code out}, which has the room for it. */
  Outcome write(ByteBuf in, ByteBuf out) {
    SSL.bioSetByteBuffer(bio, address(out) + out.writerIndex(), out.writableBytes(), true);
    SSL.bioFlushByteBuffer(bio);
    int result = 1;
    while (result > 0 && in.isReadable()) {
      result = SSL.writeToSSL(ssl, address(in) + in.readerIndex(), in.readableBytes());
      in.skipBytes(Math.max(result, 0));
    }
    Outcome outcome = result > 0 ? Outcome.DONE : outcome(result);
    put(out);
    return outcome;
  }

  /** How much the library has said unasked: handshake, alerts, key updates. */
  int unasked() {
    return SSL.bioLengthNonApplication(bio);
  }

  /** Takes what it said unasked. */
  void drain(ByteBuf out) {
    SSL.bioSetByteBuffer(bio, address(out) + out.writerIndex(), out.writableBytes(), true);
    SSL.bioFlushByteBuffer(bio);
    put(out);
  }

  /** Says close_notify; reading goes on. */
  void close() {
    int _ = SSL.shutdownSSL(ssl);
    SSL.clearError();
  }

  /** What it waits for; for another thread. */
  @Nullable Runnable task() {
    return SSL.getTask(ssl);
  }

  @Nullable String applicationProtocol() {
    return SSL.getAlpnSelected(ssl);
  }

  /** The name of the key exchange. */
  String group() {
    try {
      return SSL.getGroupName(ssl);
    } catch (Exception e) { // declared by the natives
      throw new IllegalStateException(e);
    }
  }

  /** Why something failed last on this thread; asked at once, as others share it. */
  static String lastError() {
    int error = SSL.getLastErrorNumber();
    String text = error == 0 ? null : SSL.getErrorString(error);
    SSL.clearError();
    return text == null ? "TLS failed" : text;
  }

  void free() {
    SSL.freeSSL(ssl); // and the bio, which it owns
  }

  /** Where the memory of a direct buffer begins. */
  static long address(ByteBuf direct) {
    if (direct.hasMemoryAddress()) {
      return direct.memoryAddress();
    }
    var whole = direct.internalNioBuffer(0, direct.capacity());
    return Buffer.address(whole) + whole.position();
  }

  private void give(@Nullable ByteBuf in) {
    if (in != null && in.isReadable()) {
      SSL.bioSetByteBuffer(bio, address(in) + in.readerIndex(), in.readableBytes(), false);
    }
  }

  private void take(@Nullable ByteBuf in) {
    if (in != null && in.isReadable()) {
      in.skipBytes(in.readableBytes() - SSL.bioLengthByteBuffer(bio));
      SSL.bioClearByteBuffer(bio);
    }
  }

  private void put(ByteBuf out) {
    out.writerIndex(out.capacity() - SSL.bioLengthByteBuffer(bio));
    SSL.bioClearByteBuffer(bio);
  }

  private Outcome outcome(int result) {
    int error = SSL.getError(ssl, result);
    if (error == SSL.SSL_ERROR_WANT_READ) {
      return Outcome.WANTS_INPUT;
    } else if (error == SSL.SSL_ERROR_WANT_WRITE) {
      return Outcome.WANTS_ROOM;
    } else if (error == SSL.SSL_ERROR_WANT_CERTIFICATE_VERIFY) {
      return Outcome.WANTS_TASK;
    }
    return error == SSL.SSL_ERROR_ZERO_RETURN ? Outcome.CLOSED : Outcome.FAILED;
  }
}
