package weft.proxy.telemetry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Levels of a filter, from nothing to everything. */
enum LogLevel {
  OFF,
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By name in any case, or by number from 0; null: none of them. */
  static @Nullable LogLevel parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "off", "0" -> OFF;
      case "error", "1" -> ERROR;
      case "warn", "2" -> WARN;
      case "info", "3" -> INFO;
      case "debug", "4" -> DEBUG;
      case "trace", "5" -> TRACE;
      default -> null;
    };
  }
}
