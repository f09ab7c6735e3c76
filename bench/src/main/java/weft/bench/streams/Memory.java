package weft.bench.streams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a process holds, in MB of 1,000,000 bytes.
 *
 * @param resident all pages, shared ones too
 * @param own pages that nobody else has
 * @param live the most that was left in the heap after a collection; 0: there was none
 * @param longestPause of a collection, in milliseconds
 */
public record Memory(double resident, double own, double live, double longestPause) {
  private static final double KILOBYTES = 1024 / 1e6;
  private static final double MEGABYTES = 1024 * 1024 / 1e6;

  /** {@code Pause Young (Allocation Failure) 20M->7M(61M) 5.3ms}. */
  private static final Pattern PAUSE =
      Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

  static Memory of(long pid, String collections) throws IOException {
    var rollup =
        Files.readString(
            Path.of("/proc", Long.toString(pid), "smaps_rollup"), StandardCharsets.US_ASCII);
    return parse(rollup, collections);
  }

  static Memory parse(String rollup, String collections) {
    return new Memory(
        field(rollup, "Rss:"),
        field(rollup, "Private_Clean:") + field(rollup, "Private_Dirty:"),
        most(collections, 1) * MEGABYTES,
        most(collections, 2));
  }

  private static double field(String rollup, String name) {
    return rollup
            .lines()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(name.length()).replace("kB", "").strip())
            .mapToLong(Long::parseLong)
            .sum()
        * KILOBYTES;
  }

  private static double most(String collections, int group) {
    return PAUSE
        .matcher(collections)
        .results()
        .mapToDouble(pause -> Double.parseDouble(pause.group(group)))
        .max()
        .orElse(0);
  }
}
