package weft.proxy.telemetry;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this process.
 *
 * <p>Until {@link #start} lines are written at once, on the caller's thread; from then on by a
 * thread of the log. Any thread. The filter may change at any time. Source: telemetry.md 6.
 */
public final class Logs implements ILoggerFactory, AutoCloseable {
  /** What holds where nothing is configured. */
  public static final String DEFAULT_FILTER = "warn,linkerd=info,hickory=error";

  private final LongSupplier nanoClock;
  private final InstantSource wallClock;
  private final OutputStream early;
  private final long started;
  private final Map<String, Log> logs = new ConcurrentHashMap<>();
  private volatile LogFilter filter =
      LogFilter.lenient(DEFAULT_FILTER, new java.util.ArrayList<>());
  private volatile @Nullable LogWriter writer;

  Logs(LongSupplier nanoClock, InstantSource wallClock, OutputStream early) {
    this.nanoClock = nanoClock;
    this.wallClock = wallClock;
    this.early = early;
    this.started = nanoClock.getAsLong();
  }

  /** The log that SLF4J hands to every class of this process; null where it uses another one. */
  public static @Nullable Logs ofProcess() {
    return LoggerFactory.getILoggerFactory() instanceof Logs logs ? logs : null;
  }

  /** Writes to {@code out}, which stays open, in lines that wait in a queue of this length. */
  public void start(OutputStream out, int capacity, boolean json) {
    writer = new LogWriter(out, capacity, json).start();
  }

  /** As it is now, as a filter: GET /proxy-log-level. */
  public LogFilter filter() {
    return filter;
  }

  /** Holds at once for all loggers: PUT /proxy-log-level. */
  public void filter(LogFilter next) {
    filter = next;
    for (Log log : logs.values()) {
      log.filter(next);
    }
  }

  /** A complete line that no filter looks at: of the access log. */
  public void line(String line) {
    write(line);
  }

  /** Lines that were lost, as the queue was full or its end is gone. */
  public long dropped() {
    LogWriter now = writer;
    return now == null ? 0 : now.dropped();
  }

  @Override
  public Logger getLogger(String name) {
    Log log = logs.get(name);
    if (log == null) {
      Log fresh = new Log(name, this, filter);
      Log other = logs.putIfAbsent(name, fresh);
      log = other == null ? fresh : other;
      log.filter(filter); // it may have changed in between
    }
    return log;
  }

  void log(
      String target,
      LogLevel level,
      String message,
      List<String> fields,
      @Nullable Throwable error) {
    if (filter.allows(target, level, fields)) {
      Instant now = wallClock.instant();
      write(
          new LogEvent(
              level,
              target,
              message,
              fields,
              error,
              Thread.currentThread().threadId(),
              nanoClock.getAsLong() - started,
              now.getEpochSecond() * 1_000_000 + now.getNano() / 1000));
    }
  }

  private void write(Object line) {
    LogWriter now = writer;
    if (now != null) {
      now.offer(line);
      return;
    }
    var text = new StringBuilder();
    LogWriter.append(text, line, false);
    try {
      early.write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      return; // there is no other place to say it
    }
  }

  /** Writes what waits; what comes later is written at once. */
  @Override
  public void close() {
    LogWriter now = writer;
    writer = null;
    if (now != null) {
      now.close();
    }
  }
}
