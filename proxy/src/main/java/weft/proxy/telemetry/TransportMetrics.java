package weft.proxy.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The legacy metrics of connections, {@code tcp_*}. Expiring. Source: telemetry.md 3.3. */
public final class TransportMetrics {
  private final Registry registry;
  private final Family<Counter> opened;
  private final Family<Gauge> open;
  private final Family<Counter> read;
  private final Family<Counter> written;
  private final Family<Counter> closed;

  public TransportMetrics(Registry registry) {
    this.registry = registry;
    opened = registry.legacyCounter("tcp_open_total", "Total count of opened connections");
    open = registry.legacyGauge("tcp_open_connections", "Number of currently-open connections");
    read = registry.legacyCounter("tcp_read_bytes_total", "Total count of bytes read from peers");
    written =
        registry.legacyCounter("tcp_write_bytes_total", "Total count of bytes written to peers");
    closed = registry.legacyCounter("tcp_close_total", "Total count of closed connections");
    registry.showLegacy(true, List.of(opened, open, read, written));
    registry.showLegacy(true, List.of(closed));
  }

  /** What is counted for connections with these labels, until it is closed; any thread. */
  public Target target(Labels labels) {
    return new Target(labels);
  }

  /** The series of connections that look alike. */
  public final class Target implements AutoCloseable {
    private final Labels labels;
    private final Holds holds = registry.holds();
    private final Counter targetOpened;
    private final Gauge targetOpen;
    private final Counter targetRead;
    private final Counter targetWritten;
    private @Nullable Counter closedInOrder;

    private Target(Labels labels) {
      this.labels = labels;
      targetOpened = holds.with(opened, labels);
      targetOpen = holds.with(open, labels);
      targetRead = holds.with(read, labels);
      targetWritten = holds.with(written, labels);
    }

    public void opened() {
      targetOpened.add();
      targetOpen.add(1);
    }

    public void read(long bytes) {
      targetRead.add(bytes);
    }

    public void written(long bytes) {
      targetWritten.add(bytes);
    }

    /** A connection ended; the name of the system's error, {@code ECONNRESET}, or empty. */
    public synchronized void closed(String errno) {
      targetOpen.add(-1);
      if (!errno.isEmpty()) {
        holds.with(closed, labels.and("errno", errno)).add();
        return;
      }
      Counter orderly = closedInOrder;
      if (orderly == null) {
        orderly = holds.with(closed, labels.and("errno", ""));
        closedInOrder = orderly;
      }
      orderly.add();
    }

    @Override
    public synchronized void close() {
      holds.close();
    }
  }
}
