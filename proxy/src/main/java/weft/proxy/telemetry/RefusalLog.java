package weft.proxy.telemetry;

import java.net.SocketAddress;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last refusals of a process, for the admin server, and how many of them may be logged.
 *
 * <p>Any thread. Bounded: the oldest goes first. Whoever refuses logs the line itself, if it may:
 * at most {@link #LINES} a second, because peers decide how many there are. What was left out is
 * counted, and told once a second.
 */
public final class RefusalLog {
  /** Lines that may be logged within a second. */
  public static final int LINES = 20;

  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long SECOND = 1_000_000_000;

  private final @Nullable Entry[] last;
  private final Clock clock;
  private final LongSupplier nanoClock;
  private int next;
  private long second;
  private int lines;
  private long leftOut;

  private record Entry(
      long wallMillis, String layer, String kind, SocketAddress client, String text) {
    void write(StringBuilder out) {
      out.append("{\"time\":\"");
      Rfc3339.append(out, Math.floorDiv(wallMillis, 1000L), Math.floorMod(wallMillis, 1000), 3);
      LogFormat.member(out.append("\","), "layer", layer);
      LogFormat.member(out.append(','), "kind", kind);
      LogFormat.member(out.append(','), "peer", Peers.text(client));
      LogFormat.member(out.append(','), "text", text);
      out.append("}\n");
    }
  }

  /** Remembers so many. */
  public RefusalLog(int capacity, Clock clock, LongSupplier nanoClock) {
    this.last = new Entry[capacity];
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.second = nanoClock.getAsLong();
  }

  /**
   * Notes a refusal.
   *
   * @param layer what refused, for instance {@code inbound http}
   * @param kind as the label {@code error} of the error counters, or a status
   * @param text rule, limit and what was found; one line
   * @return whether the caller may log it
   */
  public synchronized boolean add(String layer, String kind, SocketAddress client, String text) {
    last[next] = new Entry(clock.millis(), layer, kind, client, text);
    next = (next + 1) % last.length;
    return mayLog();
  }

  /** Whether one more line of this kind may be logged now. */
  public synchronized boolean mayLog() {
    long now = nanoClock.getAsLong();
    if (now - second >= SECOND) {
      if (leftOut > 0) {
        LOG.warn("{} refusals were not logged: at most {} are within a second", leftOut, LINES);
      }
      second = now;
      lines = 0;
      leftOut = 0;
    }
    if (lines < LINES) {
      lines++;
      return true;
    }
    leftOut++;
    return false;
  }

  /** One JSON object a line, the newest first. */
  public synchronized String print() {
    var out = new StringBuilder();
    for (int i = 1; i <= last.length; i++) {
      Entry entry = last[Math.floorMod(next - i, last.length)];
      if (entry != null) {
        entry.write(out);
      }
    }
    return out.toString();
  }
}
