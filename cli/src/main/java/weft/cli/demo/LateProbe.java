package weft.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for {@link DemoMesh#LATE} as the client's application would, and sees whether the sidecar
 * waits for the answer. One thread; what it starts it waits for.
 */
final class LateProbe {
  private static final long BETWEEN_MILLIS = 25;
  private static final int MOST = 400;

  private final InetSocketAddress proxy;

  /** Through the sidecar that listens there. */
  LateProbe(InetSocketAddress proxy) {
    this.proxy = proxy;
  }

  /**
   * Asks once.
   *
   * @throws IOException if there is no answer of the application
   */
  void once() throws IOException {
    var request = new HttpLoad(proxy, "api", DemoMesh.LATE);
    try {
      request.once();
    } finally {
      request.close();
    }
  }

  /**
   * Asks again and again, not waiting for answers, until one request is cut short.
   *
   * @return when that request came to its end, as {@link System#nanoTime}
   * @throws IOException if none was in time
   */
  long untilCutShort() throws IOException, InterruptedException {
    var cut = new AtomicLong();
    List<Thread> asking = new ArrayList<>();
    while (cut.get() == 0 && asking.size() < MOST) {
      asking.add(Thread.startVirtualThread(() -> ask(cut)));
      Thread.sleep(BETWEEN_MILLIS);
    }
    for (var one : asking) {
      one.join();
    }
    if (cut.get() == 0) {
      throw new Member.Failed("GET " + DemoMesh.LATE + " is not cut short by its new timeout");
    }
    return cut.get();
  }

  private void ask(AtomicLong cut) {
    try {
      once();
    } catch (HttpLoad.Refused _) {
      cut.compareAndSet(0, System.nanoTime());
    } catch (IOException _) {
      // No answer at all says nothing about the timeout.
    }
  }
}
