package weft.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables as they are read: a bad value is noted and its default taken, so that one start
 * reports all of them. Lives for one parse; one thread.
 */
final class Env {
  private final Map<String, String> values;
  private final Map<String, String> joined;
  private final List<String> problems = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private @Nullable String reason;

  /** Values win over those that the join file gives. */
  Env(Map<String, String> values, Map<String, String> joined) {
    this.values = values;
    this.joined = joined;
  }

  /** The value or the default, which the entry has. */
  <T> T get(Entry<T> entry) {
    T value = find(entry);
    if (value == null) {
      throw new IllegalStateException(entry.name() + " is read as if it had a default");
    }
    return value;
  }

  /** The value, else the default, else null. */
  <T> @Nullable T find(Entry<T> entry) {
    String text = text(entry);
    T value = text == null ? null : parse(entry, text);
    return value == null ? defaultOf(entry) : value;
  }

  /** The value; an empty text is as good as none. */
  <T> @Nullable T findUnlessEmpty(Entry<T> entry) {
    String text = text(entry);
    return text == null || text.isEmpty() ? defaultOf(entry) : find(entry);
  }

  /** The value; where there is none, that is a problem. */
  <T> @Nullable T require(Entry<T> entry) {
    if (text(entry) == null) {
      problem(entry.name() + " must be set.");
    }
    return find(entry);
  }

  boolean has(Entry<?> entry) {
    return text(entry) != null;
  }

  @Nullable String text(Entry<?> entry) {
    String text = values.get(entry.name());
    return text == null ? joined.get(entry.name()) : text;
  }

  /** Noted once, however often the entry is read. */
  void problem(String line) {
    if (!problems.contains(line)) {
      problems.add(line);
    }
  }

  /** A value that is well written, but not for this entry. */
  void invalid(Entry<?> entry, String notation) {
    String text = text(entry);
    String accepted = " (accepted: " + entry.syntax().accepts() + ")";
    problem(
        entry.name()
            + '='
            + Quoted.of(text == null ? "" : text)
            + " is not valid: "
            + notation
            + accepted);
  }

  /** The reason for the terminal, where it is not just a bad variable. The first one stays. */
  void reason(String text) {
    if (reason == null) {
      reason = text;
    }
  }

  void notice(Notice.Level level, String text) {
    notices.add(new Notice(level, text));
  }

  List<Notice> notices() {
    return List.copyOf(notices);
  }

  boolean failed() {
    return reason != null || !problems.isEmpty();
  }

  ConfigException failure() {
    return new ConfigException(reason == null ? "invalid environment variable" : reason, problems);
  }

  /** As {@link #find}, but a bad value is only noted, and null. */
  <T> @Nullable T findLeniently(Entry<T> entry, Notice.Level level, String before) {
    String text = text(entry);
    try {
      return text == null ? null : entry.syntax().parse(text);
    } catch (BadValue e) {
      notice(level, before + entry.name() + '=' + Quoted.of(text) + ": " + e.getMessage());
      return null;
    }
  }

  private <T> @Nullable T parse(Entry<T> entry, String text) {
    if (text.indexOf('\uFFFD') >= 0) { // what the runtime makes of bytes that are no UTF-8
      problem(entry.name() + " is not encoded in Unicode");
      return null;
    }
    try {
      return entry.syntax().parse(text);
    } catch (BadValue e) {
      invalid(entry, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static <T> @Nullable T defaultOf(Entry<T> entry) {
    String text = entry.defaultText();
    try {
      return text == null ? null : entry.syntax().parse(text);
    } catch (BadValue e) {
      throw new IllegalStateException("default of " + entry.name(), e);
    }
  }
}
