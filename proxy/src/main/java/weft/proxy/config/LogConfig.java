package weft.proxy.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is logged and how. The filter is not yet parsed: its bad directives are ignored, not fatal.
 * Source: config.md 3.13.
 */
public record LogConfig(String filter, boolean json, @Nullable AccessLog accessLog) {
  /** Form of the access log. */
  public enum AccessLog {
    APACHE,
    JSON
  }

  static final Entry<String> FILTER =
      Entry.linkerd(
          "LOG", Syntax.TEXT, "warn,linkerd=info,hickory=error", "Log filter; off: no log at all.");
  static final Entry<Boolean> FORMAT =
      Entry.linkerd(
          "LOG_FORMAT",
          new Syntax<>("json", "json; anything else is plain", LogConfig::parseFormat),
          "plain",
          "Format of log lines.");
  static final Entry<AccessLog> ACCESS_LOG =
      Entry.linkerd(
          "ACCESS_LOG",
          new Syntax<>("format", "apache or json", LogConfig::parseAccessLog),
          null,
          "Format of the inbound access log; unset: none.");
  static final List<Entry<?>> ENTRIES = List.of(FILTER, FORMAT, ACCESS_LOG);

  /** {@code off} stops the log and the access log for the life of the process. */
  public boolean isOff() {
    return filter.strip().equalsIgnoreCase("off");
  }

  static LogConfig read(Env env) {
    return new LogConfig(env.get(FILTER), env.get(FORMAT), accessLog(env));
  }

  private static @Nullable AccessLog accessLog(Env env) {
    return env.findLeniently(ACCESS_LOG, Notice.Level.ERROR, "Invalid ");
  }

  private static Boolean parseFormat(String text) {
    return text.strip().equalsIgnoreCase("json");
  }

  private static AccessLog parseAccessLog(String text) throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "apache" -> AccessLog.APACHE;
      case "json" -> AccessLog.JSON;
      default -> throw new BadValue("expected either 'apache' or 'json'");
    };
  }
}
