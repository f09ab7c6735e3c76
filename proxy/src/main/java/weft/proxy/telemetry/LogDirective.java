package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * One directive of a filter: {@code target[span{field=value}]=level}, each part optional.
 *
 * <p>We have no spans: a directive with one never matches. Source: telemetry.md 6.1.
 */
record LogDirective(String target, String span, List<String> fields, LogLevel level, String text) {

  /** What is wrong with a text. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    Bad(String message) {
      super(message, null, false, false);
    }
  }

  static LogDirective parse(String text) throws Bad {
    LogLevel only = LogLevel.parse(text);
    if (only != null) {
      return new LogDirective("", "", List.of(), only, only.text());
    }
    int bracket = text.indexOf('[');
    int close = text.lastIndexOf(']');
    int equals = bracket < 0 ? text.indexOf('=') : close + 1;
    if (bracket >= 0 && close < bracket) {
      throw new Bad("invalid filter directive");
    }
    LogLevel level = level(text, equals);
    int end = bracket >= 0 ? bracket : equals < 0 ? text.length() : equals;
    String target = text.substring(0, end);
    if (!isTarget(target) || (target.isEmpty() && bracket < 0)) {
      throw new Bad("invalid filter directive");
    }
    String inner = bracket < 0 ? "" : text.substring(bracket + 1, close);
    return bracketed(target, inner, level);
  }

  private static LogLevel level(String text, int equals) throws Bad {
    if (equals < 0 || equals == text.length()) {
      return LogLevel.TRACE;
    }
    LogLevel level = LogLevel.parse(text.substring(equals + 1));
    if (level == null || text.charAt(equals) != '=') {
      throw new Bad("invalid level filter: expected off, error, warn, info, debug, trace or 0-5");
    }
    return level;
  }

  private static LogDirective bracketed(String target, String inner, LogLevel level) throws Bad {
    int brace = inner.indexOf('{');
    if (brace >= 0 && !inner.endsWith("}")) {
      throw new Bad("invalid filter directive");
    }
    String span = brace < 0 ? inner : inner.substring(0, brace);
    List<String> fields =
        brace < 0 ? List.of() : fields(inner.substring(brace + 1, inner.length() - 1));
    String brackets = inner.isEmpty() ? "" : '[' + inner + ']';
    String text = target + brackets + '=' + level.text();
    return new LogDirective(target, span, fields, level, text);
  }

  private static List<String> fields(String text) {
    var fields = new ArrayList<String>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      fields.add(text.substring(start, end).strip());
      start = end + 1;
    }
    return List.copyOf(fields);
  }

  private static boolean isTarget(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != ':' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Looks at nothing but the target. */
  boolean isStatic() {
    return span.isEmpty() && fields.isEmpty();
  }

  /** Whether it speaks of events of this target, whatever their fields. */
  boolean covers(String eventTarget) {
    return span.isEmpty() && eventTarget.startsWith(target);
  }

  /** Whether it speaks of an event with these fields, names and values in turn. */
  boolean matches(String eventTarget, List<String> eventFields) {
    if (!covers(eventTarget)) {
      return false;
    }
    for (String field : fields) {
      if (!has(eventFields, field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(List<String> eventFields, String wanted) {
    int equals = wanted.indexOf('=');
    String name = equals < 0 ? wanted : wanted.substring(0, equals);
    for (int i = 0; i < eventFields.size(); i += 2) {
      if (eventFields.get(i).equals(name)
          && (equals < 0 || eventFields.get(i + 1).equals(wanted.substring(equals + 1)))) {
        return true;
      }
    }
    return false;
  }

  boolean isSameButForLevel(LogDirective other) {
    return target.equals(other.target) && span.equals(other.span) && fields.equals(other.fields);
  }

  /** Most specific first. */
  static int compare(LogDirective a, LogDirective b) {
    int byTarget = Integer.compare(b.target.length(), a.target.length());
    int bySpan = byTarget != 0 ? byTarget : Boolean.compare(a.span.isEmpty(), b.span.isEmpty());
    int byFields = bySpan != 0 ? bySpan : Integer.compare(b.fields.size(), a.fields.size());
    return byFields != 0 ? byFields : b.text.compareTo(a.text);
  }
}
