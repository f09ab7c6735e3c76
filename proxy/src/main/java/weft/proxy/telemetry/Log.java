package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** The logger of one class. A level that is off costs one comparison and allocates nothing. */
final class Log extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1;

  private final transient Logs logs;
  private final String target;

  /** Racy on purpose: a change of the filter is seen soon, and costs readers nothing. */
  private LogLevel level;

  Log(String name, Logs logs, LogFilter filter) {
    this.name = name;
    this.logs = logs;
    this.target = target(name);
    this.level = filter.levelOf(target);
  }

  void filter(LogFilter filter) {
    level = filter.levelOf(target);
  }

  /** Class names as the reference's targets, so that filters made for it keep their effect. */
  static String target(String name) {
    String path = name;
    if (name.startsWith("weft.proxy.")) {
      String rest = name.substring("weft.proxy.".length());
      path = "linkerd_" + (isApp(rest) ? "app_" : "") + rest;
      path = rest.startsWith("app.") ? "linkerd_" + rest : path;
    } else if (name.startsWith("io.netty.resolver.dns")) {
      path = "hickory" + name.substring("io.netty.resolver.dns".length());
    }
    return path.replace(".", "::");
  }

  private static boolean isApp(String rest) {
    return rest.startsWith("inbound.")
        || rest.startsWith("outbound.")
        || rest.startsWith("admin.")
        || rest.startsWith("tap.");
  }

  @Override
  public boolean isErrorEnabled() {
    return LogLevel.ERROR.compareTo(level) <= 0;
  }

  @Override
  public boolean isWarnEnabled() {
    return LogLevel.WARN.compareTo(level) <= 0;
  }

  @Override
  public boolean isInfoEnabled() {
    return LogLevel.INFO.compareTo(level) <= 0;
  }

  @Override
  public boolean isDebugEnabled() {
    return LogLevel.DEBUG.compareTo(level) <= 0;
  }

  @Override
  public boolean isTraceEnabled() {
    return LogLevel.TRACE.compareTo(level) <= 0;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level at,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable error) {
    logs.log(target, level(at), message(pattern, arguments), List.of(), error);
  }

  @Override
  public void log(LoggingEvent event) {
    var fields = new ArrayList<String>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        fields.add(pair.key);
        fields.add(String.valueOf(pair.value));
      }
    }
    String message = message(event.getMessage(), event.getArgumentArray());
    logs.log(target, level(event.getLevel()), message, fields, event.getThrowable());
  }

  private static String message(@Nullable String pattern, Object @Nullable [] arguments) {
    return arguments == null || arguments.length == 0
        ? String.valueOf(pattern)
        : String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments));
  }

  private static LogLevel level(Level level) {
    return LogLevel.valueOf(level.name());
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
