package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.stack.Timers.Timer;

/**
 * TLS of one connection, between its socket and its protocol.
 *
 * <p>Each direction ends by itself: after the peer's close_notify we may still send, and after ours
 * we still receive (RFC 8446, 6.1). That is why this is not Netty's engine, which ends both. On the
 * loop only; whoever makes it gives it to {@link Connection#secure}, which frees it.
 */
public final class Tls {
  /** Below this a read's plain text is hardly ever. */
  private static final int LEAST_READ = 256;

  /** Plain text that goes into one buffer of the socket. */
  private static final int SEALED_AT_ONCE = 4 * NativeTls.RECORD;

  private final TlsContext context;
  private final Executor executor;
  private final @Nullable Duration limit;
  private final NativeTls ssl;
  private final TlsPeerCheck check;
  private @Nullable Owner owner;
  private @Nullable Loop loop;
  private @Nullable ByteBuf pending;
  private Timer timer = Timer.UNSET;
  private State state = State.NEW;
  private boolean verifying;
  private int carried;

  private enum State {
    NEW,
    SHAKING,
    OPEN,
    /** The peer has said close_notify. */
    INPUT_ENDED,
    BROKEN,
    FREED
  }

  /** The connection around it. */
  interface Owner {
    /** The handshake is over. */
    void secured();

    /** What the peer said; ownership is given. */
    void decrypted(ByteBuf plain);

    /** The peer said close_notify. */
    void inputEnded();

    /** Nothing goes on; the peer has been told why. */
    void broken(SSLException why);

    /** To the socket, at once; ownership is given. */
    void transmit(ByteBuf cipher);

    /** Whether to stop reading from the socket, as nothing can be done with it yet. */
    void hold(boolean on);
  }

  /**
   * A connection's half.
   *
   * @param serverName sent as SNI; null at the server's side
   * @param check is asked about the peer's certificate, on {@code executor}
   * @param limit of the handshake; null: somebody else's
   */
  Tls(
      TlsContext context,
      @Nullable DnsName serverName,
      TlsPeerCheck check,
      Executor executor,
      @Nullable Duration limit) {
    this.context = context;
    this.check = check;
    this.executor = executor;
    this.limit = limit;
    context.retain();
    this.ssl = context.open();
    if (serverName != null) {
      ssl.serverName(serverName.withoutDot().text());
    }
    context.remember(ssl.pointer(), check);
  }

  // ---------------------------------------------------------------- what protocols ask

  /** The peer, once the handshake is over; null where it presented no certificate. */
  public @Nullable TlsPeer peer() {
    return check.peer();
  }

  /** The negotiated ALPN protocol, once the handshake is over. */
  public @Nullable String applicationProtocol() {
    return state == State.FREED ? null : ssl.applicationProtocol();
  }

  /** The group of the key exchange, once the handshake is over. */
  public String group() {
    return ssl.group();
  }

  // ---------------------------------------------------------------- what the connection does

  /** Begins the handshake. */
  void start(Loop on, Owner by) {
    loop = on;
    owner = by;
    state = State.SHAKING;
    if (limit != null) {
      timer = on.after(limit, this::timeOut);
    }
    advance();
  }

  private void timeOut() {
    fail(new SSLException("handshake timed out after " + limit));
  }

  /** Bytes from the socket; ownership is given. */
  void received(ByteBuf wire) {
    if (state != State.SHAKING && state != State.OPEN) {
      wire.release();
      return;
    }
    pending = pending == null ? direct(wire) : joined(pending, wire);
    advance();
  }

  /** Whether data may be sealed. */
  boolean isOpen() {
    return state == State.OPEN || state == State.INPUT_ENDED;
  }

  /**
   * Encrypts these pieces of plain text: takes them, and puts what goes to the socket in their
   * place. Small ones share a record, as each record costs the peer a decryption.
   */
  void seal(ArrayDeque<ByteBuf> pieces) throws SSLException {
    ByteBuf record = null;
    for (int left = pieces.size(); left > 0; left--) {
      ByteBuf piece = pieces.remove();
      if (record == null && (left == 1 || piece.readableBytes() >= NativeTls.RECORD)) {
        sealed(piece, pieces);
      } else {
        record = gathered(record, piece, pieces);
      }
    }
    if (record != null) {
      sealed(record, pieces);
    }
  }

  /** Our close_notify, for the socket; null where there is nobody to hear it. */
  @Nullable ByteBuf endOutput() {
    if (!isOpen()) {
      return null;
    }
    ssl.close();
    return unasked();
  }

  /** Frees its memory. Idempotent. */
  void release() {
    if (state == State.FREED) {
      return;
    }
    state = State.FREED;
    timer.stop();
    context.forget(ssl.pointer());
    ssl.free();
    context.release();
    if (pending != null) {
      pending.release();
      pending = null;
    }
  }

  // ---------------------------------------------------------------- handshake

  private void advance() {
    while (state == State.SHAKING && !verifying) {
      NativeTls.Outcome outcome = ssl.handshake(pending);
      drain();
      switch (outcome) {
        case DONE -> open();
        case WANTS_ROOM -> {}
        case WANTS_TASK -> verify();
        case WANTS_INPUT -> {
          settle();
          return;
        }
        case CLOSED, FAILED -> fail(failure());
      }
    }
    if (state == State.OPEN && pending != null) {
      decrypt();
    }
  }

  private void open() {
    state = State.OPEN;
    timer.stop();
    context.forget(ssl.pointer());
    owner().secured();
  }

  private void verify() {
    Runnable task = ssl.task();
    if (task == null) {
      fail(new SSLException("the TLS library waits for nothing"));
      return;
    }
    verifying = true;
    owner().hold(true);
    Loop on = loop();
    executor.execute(
        () -> {
          task.run();
          on.execute(this::verified);
        });
  }

  private void verified() {
    verifying = false;
    if (state == State.SHAKING) {
      owner().hold(false);
      advance();
    }
  }

  private SSLException failure() {
    String said = NativeTls.lastError();
    var refusal = check.refusal();
    return refusal == null
        ? new SSLException(said)
        : new SSLException(refusal.getMessage(), refusal);
  }

  private void fail(SSLException why) {
    state = State.BROKEN;
    timer.stop();
    owner().broken(why);
  }

  // ---------------------------------------------------------------- data

  private void decrypt() {
    NativeTls.Outcome outcome;
    do {
      ByteBuf in = pending;
      if (in == null) {
        return;
      }
      int had = in.readableBytes();
      ByteBuf plain = allocator().directBuffer(Math.max(had + carried, LEAST_READ));
      outcome = ssl.read(in, plain);
      carried = Math.max(0, had - in.readableBytes() - plain.readableBytes());
      drain();
      settle();
      deliver(plain);
    } while (outcome == NativeTls.Outcome.WANTS_ROOM && state == State.OPEN);
    if (state == State.OPEN && outcome == NativeTls.Outcome.CLOSED) {
      state = State.INPUT_ENDED;
      owner().inputEnded();
    } else if (state == State.OPEN && outcome == NativeTls.Outcome.FAILED) {
      fail(failure());
    }
  }

  private void deliver(ByteBuf plain) {
    if (plain.isReadable()) {
      owner().decrypted(plain);
    } else {
      plain.release();
    }
  }

  /** Releases what was read to its end. */
  private void settle() {
    if (pending != null && !pending.isReadable()) {
      pending.release();
      pending = null;
    }
  }

  /** What the library said unasked leaves at once. */
  private void drain() {
    ByteBuf cipher = unasked();
    if (cipher != null) {
      owner().transmit(cipher);
    }
  }

  private @Nullable ByteBuf unasked() {
    int bytes = ssl.unasked();
    if (bytes == 0) {
      return null;
    }
    ByteBuf cipher = allocator().directBuffer(bytes);
    ssl.drain(cipher);
    return cipher;
  }

  /** Copies a piece to the record that is being filled, and seals it whenever it is full. */
  private @Nullable ByteBuf gathered(
      @Nullable ByteBuf filling, ByteBuf piece, ArrayDeque<ByteBuf> pieces) throws SSLException {
    ByteBuf record = filling;
    while (piece.isReadable()) {
      if (record == null) {
        record = allocator().directBuffer(NativeTls.RECORD, NativeTls.RECORD);
      }
      record.writeBytes(piece, Math.min(piece.readableBytes(), record.writableBytes()));
      if (!record.isWritable()) {
        sealed(record, pieces);
        record = null;
      }
    }
    piece.release();
    return record;
  }

  private void sealed(ByteBuf given, ArrayDeque<ByteBuf> pieces) throws SSLException {
    ByteBuf plain = direct(given);
    try {
      while (plain.isReadable()) {
        pieces.add(sealed(plain.readSlice(Math.min(plain.readableBytes(), SEALED_AT_ONCE))));
      }
    } finally {
      plain.release();
    }
  }

  private ByteBuf sealed(ByteBuf plain) throws SSLException {
    int records = plain.readableBytes() / NativeTls.RECORD + 1;
    int room = plain.readableBytes() + (records + 1) * NativeTls.RECORD_OVERHEAD + ssl.unasked();
    ByteBuf cipher = allocator().directBuffer(room);
    if (ssl.write(plain, cipher) != NativeTls.Outcome.DONE) {
      cipher.release();
      throw new SSLException(NativeTls.lastError());
    }
    return cipher;
  }

  // ---------------------------------------------------------------- buffers

  private ByteBuf joined(ByteBuf first, ByteBuf second) {
    ByteBuf both = allocator().directBuffer(first.readableBytes() + second.readableBytes());
    both.writeBytes(first).writeBytes(second);
    first.release();
    second.release();
    return both;
  }

  /** The library reads memory: direct, and in one piece. */
  private ByteBuf direct(ByteBuf bytes) {
    if (bytes.isDirect() && bytes.nioBufferCount() == 1) {
      return bytes;
    }
    ByteBuf copy = allocator().directBuffer(Math.max(1, bytes.readableBytes())).writeBytes(bytes);
    bytes.release();
    return copy;
  }

  private ByteBufAllocator allocator() {
    return loop().allocator();
  }

  private Loop loop() {
    Loop on = loop;
    if (on == null) {
      throw new IllegalStateException("not started");
    }
    return on;
  }

  private Owner owner() {
    Owner by = owner;
    if (by == null) {
      throw new IllegalStateException("not started");
    }
    return by;
  }
}
