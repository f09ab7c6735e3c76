package weft.proxy.route;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how many steps a pattern compiles to, before it is compiled: repetitions are written
 * out, so that a few nested ones would fill the memory. Pure.
 *
 * <p>Reads only what decides on size: groups, classes, escapes and {@code {n,m}}; whether the
 * pattern is one, its compiler says.
 */
final class PatternSize {
  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long sum;
  private long last;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** About so many steps; anything from {@link Integer#MAX_VALUE} on is that. */
  static int of(String pattern) {
    return (int) new PatternSize(pattern).measure();
  }

  private long measure() {
    while (at < pattern.length()) {
      step(pattern.charAt(at));
    }
    while (!outer.isEmpty()) {
      close();
    }
    return sum;
  }

  private void step(char c) {
    at++;
    switch (c) {
      case '(' -> {
        outer.push(sum);
        sum = 0;
        last = 0;
      }
      case ')' -> close();
      case '[' -> {
        skipClass();
        atom(1);
      }
      case '\\' -> escape();
      case '{' -> repeat();
      default -> atom(1);
    }
  }

  private void atom(long size) {
    last = size;
    sum = cut(sum + size);
  }

  private void close() {
    long group = sum + 1;
    sum = outer.isEmpty() ? 0 : outer.pop();
    atom(group);
  }

  private void escape() {
    if (pattern.startsWith("Q", at)) {
      int end = pattern.indexOf("\\E", at);
      int next = end < 0 ? pattern.length() : end + 2;
      atom(next - at);
      at = next;
    } else {
      at++;
      atom(1);
    }
  }

  /** A bracket right at the begin, or behind its {@code ^}, is one of the class. */
  private void skipClass() {
    if (pattern.startsWith("^", at)) {
      at++;
    }
    int begin = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == begin)) {
      boolean isNamed = pattern.startsWith("[:", at);
      int end = isNamed ? pattern.indexOf(":]", at) : -1;
      at = end >= 0 ? end + 2 : pattern.charAt(at) == '\\' ? at + 2 : at + 1;
    }
    at++;
  }

  private void repeat() {
    int end = pattern.indexOf('}', at);
    long times = end < 0 ? 0 : greatest(at, end);
    if (times == 0) {
      atom(1);
      return;
    }
    at = end + 1;
    sum = cut(sum + last * (times - 1));
    last = cut(last * times);
  }

  /** The greatest number of {@code n}, {@code n,} or {@code n,m}; 0 if it is something else. */
  private long greatest(int from, int end) {
    long greatest = 0;
    long number = 0;
    for (int i = from; i < end; i++) {
      char c = pattern.charAt(i);
      if (c == ',') {
        number = 0;
      } else if (c >= '0' && c <= '9') {
        number = cut(number * 10 + c - '0');
        greatest = Math.max(greatest, number);
      } else {
        return 0;
      }
    }
    return greatest;
  }

  private static long cut(long size) {
    return Math.min(size, Integer.MAX_VALUE);
  }
}
