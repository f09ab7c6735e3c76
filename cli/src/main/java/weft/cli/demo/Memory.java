package weft.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds of this machine's memory, in MB of 1,000,000 bytes.
 *
 * @param rss all pages, those that are shared with others too
 * @param own pages that nobody else has
 */
record Memory(String workload, double rss, double own) {
  private static final double KILOBYTES = 1024 / 1e6;

  /** Asks the kernel. */
  static Memory of(String workload, long pid) throws IOException {
    return parse(
        workload,
        Files.readString(
            Path.of("/proc", Long.toString(pid), "smaps_rollup"), StandardCharsets.US_ASCII));
  }

  /** Reads the text of {@code /proc/PID/smaps_rollup}; what is not in there is 0. */
  static Memory parse(String workload, String rollup) {
    return new Memory(
        workload,
        kilobytes(rollup, "Rss:") * KILOBYTES,
        (kilobytes(rollup, "Private_Clean:") + kilobytes(rollup, "Private_Dirty:")) * KILOBYTES);
  }

  private static long kilobytes(String rollup, String field) {
    return rollup
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .sum();
  }
}
