package weft.testkit.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One end of a TCP connection, driven by a script on one thread.
 *
 * <p>Texts are bytes of ISO 8859-1. What is sent goes out at once, in pieces as they are given. A
 * read that waits too long, or meets an end where there should be bytes, is a failed assertion.
 */
public final class RawSocket implements AutoCloseable {
  /** How long a read waits unless told otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream in;

  RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setTcpNoDelay(true);
    patience(PATIENCE);
  }

  /** Drives a socket that is connected already, which is given away. */
  public static RawSocket over(Socket socket) {
    try {
      return new RawSocket(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + socket, e);
    }
  }

  /** Connects to a port of the loopback. */
  public static RawSocket connect(int port) {
    return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  public static RawSocket connect(InetSocketAddress address) {
    try {
      return new RawSocket(new Socket(address.getAddress(), address.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + address, e);
    }
  }

  /** From now on a read waits that long. */
  public RawSocket patience(Duration limit) {
    return perform(
        "set a time limit", () -> socket.setSoTimeout(Math.toIntExact(limit.toMillis())));
  }

  /** Makes the kernel hold fewer bytes that nobody reads; a hint, see {@code SO_RCVBUF}. */
  public RawSocket receiveBuffer(int bytes) {
    return perform("set the receive buffer", () -> socket.setReceiveBufferSize(bytes));
  }

  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public RawSocket send(String text) {
    return send(text.getBytes(ISO_8859_1));
  }

  public RawSocket send(byte[] bytes) {
    return perform("send", () -> socket.getOutputStream().write(bytes));
  }

  /** Sends in pieces of {@code size} bytes, a segment each as far as the kernel lets us. */
  public RawSocket sendInPieces(byte[] bytes, int size) {
    for (int at = 0; at < bytes.length; at += size) {
      send(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
    }
    return this;
  }

  /** The next bytes must be these. */
  public RawSocket expect(String text) {
    return expect(text.getBytes(ISO_8859_1));
  }

  public RawSocket expect(byte[] bytes) {
    var got = read(bytes.length);
    if (!java.util.Arrays.equals(bytes, got)) {
      throw new AssertionError("expected: " + text(bytes) + "\nbut got: " + text(got));
    }
    return this;
  }

  /** Exactly that many bytes. */
  public byte[] read(int count) {
    var got = new byte[count];
    int at = 0;
    while (at < count) {
      int n = next(got, at, "byte " + at + " of " + count);
      if (n < 0) {
        throw new AssertionError("expected byte " + at + " of " + count + " but the peer closed");
      }
      at += n;
    }
    return got;
  }

  /** What is there, at least one byte and no more than so many; nothing at the peer's end. */
  public byte[] readUpTo(int count) {
    try {
      var got = new byte[count];
      int length = in.read(got);
      return java.util.Arrays.copyOf(got, Math.max(length, 0));
    } catch (SocketTimeoutException e) {
      throw new AssertionError("waited too long for bytes", e);
    } catch (IOException e) {
      return new byte[0]; // a reset is an end as well
    }
  }

  /** Everything up to and with the first {@code end}. */
  public String readThrough(String end) {
    var got = new StringBuilder();
    while (!endsWith(got, end)) {
      got.append((char) readByte("\"" + end + "\" after \"" + got + "\""));
    }
    return got.toString();
  }

  /** Everything until the peer closes its side. */
  public byte[] readToEnd() {
    var got = new ByteArrayOutputStream();
    for (int b = next("the end"); b >= 0; b = next("the end")) {
      got.write(b);
    }
    return got.toByteArray();
  }

  /** The peer must close its side now, with nothing more to say. */
  public RawSocket expectEnd() {
    int b = next("the end");
    if (b >= 0) {
      throw new AssertionError("expected the end but got the byte " + b);
    }
    return this;
  }

  /** The peer must reset the connection; bytes before that are dropped. */
  public RawSocket expectReset() {
    try {
      while (in.read() >= 0) {}
    } catch (SocketTimeoutException e) {
      throw new AssertionError("expected a reset, but nothing came", e);
    } catch (IOException e) {
      return this;
    }
    throw new AssertionError("expected a reset, but the peer closed in order");
  }

  /** The peer must end the connection now, in whatever way, with nothing more to say. */
  public RawSocket expectClosed() {
    try {
      int b = in.read();
      if (b >= 0) {
        throw new AssertionError("expected the connection to be closed but got the byte " + b);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("expected the connection to be closed, but nothing came", e);
    } catch (IOException ignored) {
      // A reset or a TLS alert.
    }
    return this;
  }

  /** The peer must end the connection, in whatever way; bytes before that are dropped. */
  public RawSocket expectGone() {
    try {
      while (in.read() >= 0) {}
    } catch (SocketTimeoutException e) {
      throw new AssertionError("expected the connection to be closed, but it stays open", e);
    } catch (IOException ignored) {
      // A reset or a TLS alert.
    }
    return this;
  }

  /** Whatever comes is dropped, and no end may come for that long. */
  public RawSocket expectStaysOpen(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toMillis(); left > 0; left = millisUntil(deadline)) {
        socket.setSoTimeout(Math.toIntExact(left));
        if (in.read() < 0) {
          throw new AssertionError("expected the connection to stay open, but the peer closed");
        }
      }
    } catch (SocketTimeoutException ignored) {
      // As it should be.
    } catch (IOException e) {
      throw new AssertionError("expected the connection to stay open but: " + e.getMessage(), e);
    }
    return patience(PATIENCE);
  }

  private static long millisUntil(long deadline) {
    return Duration.ofNanos(deadline - System.nanoTime()).toMillis();
  }

  /** Nothing may come, not even an end, for that long. */
  public RawSocket expectSilence(Duration time) {
    patience(time);
    try {
      throw new AssertionError("expected silence but got " + in.read());
    } catch (SocketTimeoutException e) {
      return patience(PATIENCE);
    } catch (IOException e) {
      throw new AssertionError("expected silence but: " + e.getMessage(), e);
    }
  }

  /** Closes our side; the peer may go on. */
  public RawSocket halfClose() {
    return perform("close our side", socket::shutdownOutput);
  }

  /** Ends the connection with a reset in place of an orderly close. */
  public void reset() {
    perform("reset", () -> socket.setSoLinger(true, 0));
    close();
  }

  @Override
  public void close() {
    try {
      if (!socket.isClosed()) {
        socket.setSoTimeout(1); // for that long the JDK's TLS waits for the peer's end
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close", e);
    }
  }

  /** The next byte, or -1 at the peer's end. */
  int next(String wanted) {
    var one = new byte[1];
    return next(one, 0, wanted) < 0 ? -1 : one[0] & 0xff;
  }

  /** Reads what there is into the rest of the array, one byte at least; -1 at the peer's end. */
  private int next(byte[] into, int from, String wanted) {
    try {
      return in.read(into, from, into.length - from);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("waited too long for " + wanted, e);
    } catch (SocketException e) {
      throw new AssertionError("expected " + wanted + " but: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read", e);
    }
  }

  private int readByte(String wanted) {
    int b = next(wanted);
    if (b < 0) {
      throw new AssertionError("expected " + wanted + " but the peer closed");
    }
    return b;
  }

  private static boolean endsWith(StringBuilder text, String end) {
    int from = text.length() - end.length();
    return from >= 0 && text.indexOf(end, from) == from;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private interface Step {
    void run() throws IOException;
  }

  private RawSocket perform(String what, Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot " + what, e);
    }
  }
}
