package weft.blackbox;

import java.util.Arrays;

/** The text of one scrape. */
record Counters(String text) {
  /**
   * The sum of all series of that name whose labels contain all of these, as {@code tls="true"}.
   */
  double sum(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
