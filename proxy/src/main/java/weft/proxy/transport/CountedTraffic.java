package weft.proxy.transport;

import org.jspecify.annotations.Nullable;
import weft.proxy.telemetry.Counter;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.TransportMetrics;

/**
 * One connection among those with the same labels, counted from now on.
 *
 * <p>Loop only. Source: docs/spec/telemetry.md 3.3.
 */
public final class CountedTraffic implements Traffic {
  private final TransportMetrics.Target target;
  private final @Nullable Counter read;
  private final @Nullable Counter sent;

  /** A connection that was accepted, or opened, with these labels. */
  public CountedTraffic(TransportMetrics metrics, Labels labels) {
    this(metrics, labels, null, null);
  }

  /** As before; bytes also count on {@code read} and {@code sent}. */
  public CountedTraffic(
      TransportMetrics metrics, Labels labels, @Nullable Counter read, @Nullable Counter sent) {
    this.target = metrics.target(labels);
    this.read = read;
    this.sent = sent;
    target.opened();
  }

  @Override
  public void read(int bytes) {
    target.read(bytes);
    if (read != null) {
      read.add(bytes);
    }
  }

  @Override
  public void sent(int bytes) {
    target.written(bytes);
    if (sent != null) {
      sent.add(bytes);
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    target.closed(Causes.errno(why));
    target.close();
  }
}
