package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Which events are logged: the most specific directive that matches decides. Immutable. Source:
 * telemetry.md 6.1.
 */
public final class LogFilter {
  /** Nothing at all. */
  public static final LogFilter OFF = new LogFilter(List.of());

  private final List<LogDirective> directives;

  private LogFilter(List<LogDirective> directives) {
    this.directives = directives;
  }

  /** Why a filter is refused: the first bad directive and its reason. */
  public static final class BadFilter extends Exception {
    private static final long serialVersionUID = 1;

    BadFilter(String message) {
      super(message, null, false, false);
    }
  }

  /** All directives must be good. */
  public static LogFilter strict(String text) throws BadFilter {
    var complaints = new ArrayList<String>();
    LogFilter filter = lenient(text, complaints);
    if (!complaints.isEmpty()) {
      throw new BadFilter(complaints.getFirst());
    }
    return filter;
  }

  /** Bad directives are left out, and complained about. */
  public static LogFilter lenient(String text, List<String> complaints) {
    var directives = new ArrayList<LogDirective>();
    for (String item : split(text.isEmpty() ? "warn" : text)) {
      try {
        add(directives, LogDirective.parse(item));
      } catch (LogDirective.Bad e) {
        complaints.add("ignoring `" + item + "`: " + e.getMessage());
      }
    }
    add(
        directives,
        new LogDirective("_access_log", "", List.of(), LogLevel.OFF, "_access_log=off"));
    directives.sort(LogDirective::compare);
    return new LogFilter(List.copyOf(directives));
  }

  private static void add(List<LogDirective> directives, LogDirective added) {
    directives.removeIf(added::isSameButForLevel);
    directives.add(added);
  }

  private static List<String> split(String text) {
    var items = new ArrayList<String>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (i == text.length() || (c == ',' && depth <= 0)) {
        if (i > start) {
          items.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return items;
  }

  /** The most that any event of the target may be logged at; fields may still forbid. */
  LogLevel levelOf(String target) {
    LogLevel most = LogLevel.OFF;
    for (LogDirective directive : directives) {
      if (directive.covers(target)) {
        most = directive.level().compareTo(most) > 0 ? directive.level() : most;
        if (directive.isStatic()) {
          return most;
        }
      }
    }
    return most;
  }

  /** Whether an event is logged, fields as names and values in turn. */
  boolean allows(String target, LogLevel level, List<String> fields) {
    for (LogDirective directive : directives) {
      if (directive.matches(target, fields)) {
        return level.compareTo(directive.level()) <= 0;
      }
    }
    return false;
  }

  /** A filter that means the same, most specific directive first. */
  @Override
  public String toString() {
    var out = new StringBuilder();
    for (LogDirective directive : directives) {
      out.append(out.isEmpty() ? "" : ",").append(directive.text());
    }
    return out.toString();
  }
}
