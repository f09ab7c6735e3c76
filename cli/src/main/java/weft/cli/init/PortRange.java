package weft.cli.init;

import java.util.ArrayList;
import java.util.List;

/** Ports from one to another, both included; 1 to 65535. */
public record PortRange(int from, int to) {
  private static final int HIGHEST = 65535;

  public PortRange {
    if (from < 1 || to > HIGHEST || from > to) {
      throw new IllegalArgumentException("ports " + from + " to " + to);
    }
  }

  /**
   * Reads {@code 4190,4191,8000-8100}; nothing is an empty list.
   *
   * @throws IllegalArgumentException says which part is wrong, and what is right
   */
  public static List<PortRange> parse(String text) {
    var ranges = new ArrayList<PortRange>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        ranges.add(one(part.strip()));
      }
    }
    return List.copyOf(ranges);
  }

  private static PortRange one(String text) {
    int dash = text.indexOf('-');
    try {
      int from = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
      return new PortRange(from, dash < 0 ? from : Integer.parseInt(text.substring(dash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "`" + text + "` is no port: write ports from 1 to 65535 and ranges, as 4190,8000-8100",
          e);
    }
  }

  boolean isOne() {
    return from == to;
  }

  /** What it counts among the 15 that one multiport match may hold. */
  int references() {
    return isOne() ? 1 : 2;
  }

  /** With {@code between} the ends of a range. */
  String text(String between) {
    return isOne() ? String.valueOf(from) : from + between + to;
  }

  @Override
  public String toString() {
    return text("-");
  }
}
