package weft.proxy.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines on a thread of its own.
 *
 * <p>Any thread may hand one over and never waits: beyond {@code capacity} lines are dropped and
 * counted, and a line says so once there is room. {@link #close} writes what waits.
 */
final class LogWriter implements Runnable, AutoCloseable {
  private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final int capacity;
  private final boolean json;
  private final Thread thread;
  private long reported;
  private volatile boolean closed;

  LogWriter(OutputStream out, int capacity, boolean json) {
    this.out = out;
    this.capacity = capacity;
    this.json = json;
    thread = Thread.ofPlatform().name("log").daemon().unstarted(this);
  }

  LogWriter start() {
    thread.start();
    return this;
  }

  /** An event, or a line that is complete but for its end. */
  void offer(Object line) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    waiting.add(line);
    LockSupport.unpark(thread);
  }

  long dropped() {
    return dropped.get();
  }

  @Override
  public void run() {
    var text = new StringBuilder();
    while (true) {
      boolean last = closed;
      take(text);
      if (text.isEmpty()) {
        if (last) {
          return;
        }
        LockSupport.park(this);
      } else {
        write(text);
      }
    }
  }

  private void take(StringBuilder text) {
    text.setLength(0);
    while (text.length() < 8192) {
      Object line = waiting.poll();
      if (line == null) {
        break;
      }
      size.decrementAndGet();
      append(text, line, json);
    }
    long lost = dropped.get() - reported;
    if (lost > 0) {
      reported += lost;
      text.append(json ? "{\"dropped_events\":" : "dropped_events=").append(lost);
      text.append(json ? "}\n" : "\n");
    }
  }

  static void append(StringBuilder text, Object line, boolean json) {
    if (!(line instanceof LogEvent event)) {
      text.append(line).append('\n');
    } else if (json) {
      LogFormat.json(text, event);
    } else {
      LogFormat.plain(text, event);
    }
  }

  private void write(StringBuilder text) {
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      dropped.incrementAndGet(); // nobody is left to tell
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
