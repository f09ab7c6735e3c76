package weft.proxy.telemetry;

import java.util.List;

/** Makes lines of events: plain, or one JSON object each. Source: telemetry.md 6.2, 6.3. */
final class LogFormat {
  private LogFormat() {}

  static void plain(StringBuilder out, LogEvent event) {
    long micros = event.uptimeNanos() / 1000;
    out.append('[');
    pad(out, Long.toString(micros / 1_000_000), 6, ' ').append('.');
    pad(out, Long.toString(micros % 1_000_000), 6, '0').append("s] ");
    pad(out, event.level().name(), 5, ' ').append(" ThreadId(");
    pad(out, Long.toString(event.thread()), 2, '0').append(") ");
    out.append(event.target()).append(": ");
    appendOneLine(out, event.message());
    List<String> fields = event.fields();
    for (int i = 0; i < fields.size(); i += 2) {
      out.append(' ').append(fields.get(i)).append('=');
      appendOneLine(out, fields.get(i + 1));
    }
    if (event.error() != null) {
      out.append(" error=");
      appendOneLine(out, causes(event.error()));
    }
    out.append('\n');
  }

  static void json(StringBuilder out, LogEvent event) {
    out.append("{\"timestamp\":\"");
    Rfc3339.append(out, event.wallMicros() / 1_000_000, (int) (event.wallMicros() % 1_000_000), 6);
    out.append("\",\"level\":\"").append(event.level().name()).append("\",\"fields\":{");
    member(out, "message", event.message());
    List<String> fields = event.fields();
    for (int i = 0; i < fields.size(); i += 2) {
      member(out.append(','), fields.get(i), fields.get(i + 1));
    }
    if (event.error() != null) {
      member(out.append(','), "error", causes(event.error()));
    }
    member(out.append("},"), "target", event.target());
    member(out.append(','), "threadId", "ThreadId(" + event.thread() + ")");
    out.append("}\n");
  }

  /** An error and its causes in one line; the depth is bounded as a chain may be a circle. */
  private static String causes(Throwable error) {
    var out = new StringBuilder();
    Throwable at = error;
    for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
      out.append(depth == 0 ? "" : ": ").append(at);
    }
    return out.toString();
  }

  static void member(StringBuilder out, String name, String value) {
    quote(out, name);
    quote(out.append(':'), value);
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            pad(out.append("\\u"), Integer.toHexString(c), 4, '0');
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** What peers send must not make lines of its own, nor speak to a terminal. */
  private static void appendOneLine(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        out.append("\\n");
      } else if (Character.isISOControl(c)) {
        pad(out.append("\\u"), Integer.toHexString(c), 4, '0');
      } else {
        out.append(c);
      }
    }
  }

  static StringBuilder pad(StringBuilder out, String text, int width, char with) {
    for (int i = text.length(); i < width; i++) {
      out.append(with);
    }
    return out.append(text);
  }
}
