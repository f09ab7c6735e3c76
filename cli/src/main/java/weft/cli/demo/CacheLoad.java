package weft.cli.demo;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection to the cache's listener; a request is a round trip. */
final class CacheLoad implements Attempt {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final InetSocketAddress listener;
  private final String key;
  private @Nullable Socket socket;
  private @Nullable BufferedReader in;
  private long turn;

  CacheLoad(InetSocketAddress listener, String key) {
    this.listener = listener;
    this.key = key;
  }

  @Override
  public void once() throws IOException {
    try {
      var from = connected();
      turn++;
      expect(from, "SET " + key + ' ' + turn, "OK");
      expect(from, "GET " + key, Long.toString(turn));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private BufferedReader connected() throws IOException {
    if (in != null) {
      return in;
    }
    var opened = new Socket();
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(TIMEOUT_MILLIS);
    opened.connect(listener, TIMEOUT_MILLIS);
    socket = opened;
    in =
        new BufferedReader(
            new InputStreamReader(opened.getInputStream(), StandardCharsets.US_ASCII));
    expect(in, "", "READY");
    return in;
  }

  private void expect(BufferedReader from, String said, String wanted) throws IOException {
    if (!said.isEmpty() && socket != null) {
      socket.getOutputStream().write((said + '\n').getBytes(StandardCharsets.US_ASCII));
    }
    var heard = from.readLine();
    if (heard == null) {
      throw new EOFException("connection closed");
    }
    if (!heard.equals(wanted)) {
      throw new IOException("wrong answer");
    }
  }

  private void close() {
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
