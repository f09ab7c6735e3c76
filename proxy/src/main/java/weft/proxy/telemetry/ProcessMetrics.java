package weft.proxy.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What Linux knows of this process, read from {@code /proc} when it is shown; what cannot be read
 * is left out. Source: telemetry.md 4.1.
 */
public final class ProcessMetrics {
  /** USER_HZ of every Linux that matters: the unit of times in {@code /proc}. */
  private static final double TICKS_PER_SECOND = 100;

  private static final long PAGE = 4096;

  private final Path proc;

  private ProcessMetrics(Path proc) {
    this.proc = proc;
  }

  /**
   * Declares them.
   *
   * @param proc where {@code self/stat} is: {@code /proc}
   */
  public static void declare(Registry registry, Path proc, InstantSource wallClock) {
    var process = new ProcessMetrics(proc);
    double start = wallClock.millis() / 1e3;
    registry
        .sampled("process_start_time", "Time that the process started (in seconds)", "seconds")
        .decimalGauge(Labels.NONE, () -> start);
    registry
        .sampled("process_clock_time", "Current system time for this proxy", "seconds")
        .gauge(Labels.NONE, () -> Math.floor(wallClock.millis() / 1e3));
    registry
        .sampled("process_uptime", "Total time since the process started", "seconds")
        .decimalCounter(Labels.NONE, () -> wallClock.millis() / 1e3 - start);
    process.declareStat(registry);
    process.declareFiles(registry);
    process.declareNetwork(registry);
  }

  private void declareStat(Registry registry) {
    registry
        .sampled("process_cpu", "Total user and system CPU time spent", "seconds")
        .decimalCounter(Labels.NONE, () -> (stat(13) + stat(14)) / TICKS_PER_SECOND);
    registry
        .sampled("process_virtual_memory", "Virtual memory size", "bytes")
        .gauge(Labels.NONE, () -> stat(22));
    registry
        .sampled("process_resident_memory", "Resident memory size", "bytes")
        .gauge(Labels.NONE, () -> stat(23) * PAGE);
    registry
        .sampled("process_threads", "Number of OS threads in the process", "")
        .gauge(Labels.NONE, () -> stat(19));
  }

  private void declareFiles(Registry registry) {
    registry
        .sampled("process_open_fds", "Number of open file descriptors", "")
        .gauge(Labels.NONE, this::openFiles);
    registry
        .sampled("process_max_fds", "Maximum number of open file descriptors", "")
        .gauge(Labels.NONE, () -> number(read("self/limits"), "Max open files", 0));
  }

  private void declareNetwork(Registry registry) {
    registry
        .sampled("process_network_receive", "Total bytes received", "bytes")
        .counter(Labels.NONE, () -> octets(6));
    registry
        .sampled("process_network_transmit", "Total bytes sent", "bytes")
        .counter(Labels.NONE, () -> octets(7));
  }

  /** A field of {@code self/stat}, counted from 0; the name, the second, may hold anything. */
  private double stat(int field) {
    String stat = read("self/stat");
    int end = stat.lastIndexOf(") ");
    return end < 0 ? Double.NaN : number(stat.substring(end + 2), "", field - 2);
  }

  /** A column of the values' line of IpExt, counted from 0 after its name. */
  private double octets(int column) {
    String netstat = read("self/net/netstat");
    int values = netstat.indexOf("IpExt: ", netstat.indexOf("IpExt: ") + 1);
    return values < 0 ? Double.NaN : number(netstat.substring(values), "IpExt:", column);
  }

  private double openFiles() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(proc.resolve("self/fd"))) {
      int count = 0;
      for (Path file : files) {
        count += file.getNameCount() > 0 ? 1 : 0;
      }
      return count;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The number in a column, by blanks, after a text; not a number where there is none. */
  private static double number(String text, String after, int column) {
    int at = text.indexOf(after);
    if (at < 0) {
      return Double.NaN;
    }
    at += after.length();
    for (int i = 0; i <= column; i++) {
      at = skip(text, at, true);
      int end = skip(text, at, false);
      if (i == column) {
        return parse(text.substring(at, end));
      }
      at = end;
    }
    return Double.NaN;
  }

  private static int skip(String text, int from, boolean blanks) {
    int at = from;
    while (at < text.length() && (text.charAt(at) <= ' ') == blanks) {
      at++;
    }
    return at;
  }

  private static double parse(String number) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private String read(String name) {
    try {
      return new String(Files.readAllBytes(proc.resolve(name)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
