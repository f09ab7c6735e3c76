package weft.cli.demo;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection to the proxy, one request after the other, as a program behind {@code
 * http_proxy} sends them: in absolute form. A client of our own, so that no pool or retry hides
 * what happens.
 */
final class HttpLoad implements Attempt, AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final InetSocketAddress proxy;
  private final byte[] request;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  HttpLoad(InetSocketAddress proxy, String authority, String path) {
    this.proxy = proxy;
    this.request =
        "GET http://%s%s HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(authority, path, authority)
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void once() throws IOException {
    try {
      var from = connected();
      if (socket != null) {
        socket.getOutputStream().write(request);
      }
      answer(from);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private InputStream connected() throws IOException {
    if (in != null) {
      return in;
    }
    var opened = new Socket();
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(TIMEOUT_MILLIS);
    opened.connect(proxy, TIMEOUT_MILLIS);
    socket = opened;
    in = new BufferedInputStream(opened.getInputStream());
    return in;
  }

  private void answer(InputStream from) throws IOException {
    var status = line(from);
    int length = 0;
    boolean keep = true;
    for (var header = line(from); !header.isEmpty(); header = line(from)) {
      var lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      keep &= !lower.equals("connection: close");
    }
    from.skipNBytes(length);
    if (!keep) {
      close();
    }
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("status " + status.substring(Math.min(status.length(), 9)));
    }
  }

  private static String line(InputStream from) throws IOException {
    var line = new StringBuilder();
    for (int b = from.read(); b != '\n'; b = from.read()) {
      if (b < 0 || line.length() > 8192) {
        throw new EOFException("connection closed");
      }
      line.append(b == '\r' ? "" : String.valueOf((char) b));
    }
    return line.toString();
  }

  @Override
  public void close() {
    var closed = socket;
    socket = null;
    in = null;
    try {
      if (closed != null) {
        closed.close();
      }
    } catch (IOException _) {
      // It is replaced anyway.
    }
  }
}
