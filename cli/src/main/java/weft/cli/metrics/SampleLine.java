package weft.cli.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One line of the text format: {@code name{key="value",...} number}. */
final class SampleLine {
  private final String line;
  private int at;

  SampleLine(String line) {
    this.line = line;
  }

  Optional<Sample> read() {
    at = nameEnd();
    if (at <= 0 || line.startsWith("#")) {
      return Optional.empty();
    }
    var name = line.substring(0, at);
    var labels = new HashMap<String, String>();
    return readLabels(labels) ? value(name, labels) : Optional.empty();
  }

  private int nameEnd() {
    int brace = line.indexOf('{');
    int blank = line.indexOf(' ');
    return brace >= 0 && (blank < 0 || brace < blank) ? brace : blank;
  }

  private boolean readLabels(Map<String, String> labels) {
    if (line.charAt(at) != '{') {
      return true;
    }
    at++;
    while (at < line.length() && line.charAt(at) != '}') {
      int equals = line.indexOf("=\"", at);
      if (equals < 0) {
        return false;
      }
      var key = line.substring(at, equals);
      at = equals + 2;
      labels.put(key, quoted());
    }
    at++;
    return true;
  }

  /** The text up to the next quote, which is passed, with the comma behind it. */
  private String quoted() {
    var value = new StringBuilder();
    while (at < line.length() && line.charAt(at) != '"') {
      boolean escaped = line.charAt(at) == '\\' && at + 1 < line.length();
      at += escaped ? 1 : 0;
      value.append(escaped && line.charAt(at) == 'n' ? '\n' : line.charAt(at));
      at++;
    }
    at++;
    at += at < line.length() && line.charAt(at) == ',' ? 1 : 0;
    return value.toString();
  }

  private Optional<Sample> value(String name, Map<String, String> labels) {
    try {
      var number = at < line.length() ? line.substring(at).strip() : "";
      return Optional.of(new Sample(name, labels, Double.parseDouble(number)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
