package weft.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import weft.control.json.Json;

/**
 * Asks {@code api} for its report when it is told to, each time on a connection of its own, and
 * counts what comes of it: so one sees which timeout is in force. Any thread.
 */
final class Reports {
  private static final String TIMED_OUT = "status 504";

  private final InetSocketAddress proxy;
  private final String authority;
  private final InstantSource clock;
  private final List<Thread> asking = new ArrayList<>();
  private ReportCount count = ReportCount.NOTHING;

  Reports(InetSocketAddress proxy, String authority, InstantSource clock) {
    this.proxy = proxy;
    this.authority = authority;
    this.clock = clock;
  }

  /** Asks once, and does not wait. */
  void ask() {
    asking.add(Thread.startVirtualThread(this::once));
  }

  private void once() {
    try (var request = new HttpLoad(proxy, authority, Api.REPORT)) {
      request.once();
      note(ReportCount::oneServed);
    } catch (IOException e) {
      var why = String.valueOf(e.getMessage());
      long now = clock.millis();
      note(c -> why.startsWith(TIMED_OUT) ? c.oneTimedOut(now) : c.oneFailed());
    }
  }

  private synchronized void note(UnaryOperator<ReportCount> change) {
    count = change.apply(count);
  }

  /** Waits for all that were asked for; on the thread that asks. */
  void finish() throws InterruptedException {
    for (var one : asking) {
      one.join();
    }
  }

  /** One line of the client's report. */
  synchronized Json json() {
    return count.json();
  }
}
