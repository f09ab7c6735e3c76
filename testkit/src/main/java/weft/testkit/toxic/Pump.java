package weft.testkit.toxic;

import java.io.IOException;
import java.net.Socket;

/** Carries one direction of one connection on a thread of its own, until its end. */
final class Pump implements Runnable {
  private static final int MOST = 16 << 10;

  private final Link link;
  private final Socket from;
  private final Socket to;
  private final Valve valve;
  private final Recording recording;

  Pump(Link link, Socket from, Socket to, Valve valve, Recording recording) {
    this.link = link;
    this.from = from;
    this.to = to;
    this.valve = valve;
    this.recording = recording;
  }

  @Override
  public void run() {
    try {
      var piece = new byte[MOST];
      for (int n = read(piece); n >= 0; n = read(piece)) {
        recording.add(piece, n);
        write(piece, n);
      }
      to.shutdownOutput();
      link.ended();
    } catch (IOException e) {
      link.cut(); // one side is gone: tell the other as roughly
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      link.cut();
    }
  }

  private int read(byte[] piece) throws IOException, InterruptedException {
    valve.awaitOpen();
    return from.getInputStream().read(piece);
  }

  private void write(byte[] bytes, int count) throws IOException, InterruptedException {
    int at = 0;
    while (at < count) {
      // A read that was under way when the test said stop may not pass either.
      var toxic = valve.awaitOpen();
      int n = toxic.piece(count - at);
      valve.hold(toxic.hold(n));
      to.getOutputStream().write(bytes, at, n);
      at += n;
    }
  }
}
