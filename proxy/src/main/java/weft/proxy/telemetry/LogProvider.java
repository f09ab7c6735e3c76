package weft.proxy.telemetry;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Makes SLF4J use {@link Logs}; found by the service loader. */
public final class LogProvider implements SLF4JServiceProvider {
  private final Logs logs = new Logs(System::nanoTime, InstantSource.system(), System.err);
  private @Nullable IMarkerFactory markers;

  @Override
  public ILoggerFactory getLoggerFactory() {
    return logs;
  }

  /** Nobody here uses markers: made only for those who ask. */
  @Override
  public IMarkerFactory getMarkerFactory() {
    IMarkerFactory made = markers;
    if (made == null) {
      made = new BasicMarkerFactory();
      markers = made;
    }
    return made;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}
}
