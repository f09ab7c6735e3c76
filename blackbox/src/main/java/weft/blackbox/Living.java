package weft.blackbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The gauges of one scrape that count what lives as long as somebody's request: connections,
 * waiting requests, bytes on their way.
 *
 * <p>All gauges are taken for such, also one that somebody adds, but for {@link #NO_LIFE} and the
 * connections that proxies keep for the next request: those to whatever answers HTTP, and those of
 * other proxies, which a pool at their end keeps. Connections that carry opaque bytes are in no
 * pool. What leads to the control plane is counted by no gauge.
 *
 * @param series by name and labels
 */
record Living(Map<String, Double> series) {
  /** Gauges about the process, about what discovery has said, and about points in time. */
  private static final Pattern NO_LIFE =
      Pattern.compile("process_.*|.*_(p2c_)?endpoints|.*_gate_.*|.*_timestamp_seconds");

  private static final String OPAQUE = ":" + Pair.REDIS + "\"";

  static Living of(String scrape) {
    Set<String> gauges = new HashSet<>();
    Map<String, Double> series = new HashMap<>();
    for (var line : (Iterable<String>) scrape.lines()::iterator) {
      if (line.startsWith("# TYPE ") && line.endsWith(" gauge")) {
        gauges.add(line.split(" ", -1)[2]);
      } else if (gauges.contains(line.split("[{ ]", 2)[0]) && lives(line)) {
        int value = line.lastIndexOf(' ');
        series.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
      }
    }
    return new Living(series);
  }

  private static boolean lives(String line) {
    return !NO_LIFE.matcher(line.split("[{ ]", 2)[0]).matches() && !isPooled(line);
  }

  private static boolean isPooled(String line) {
    return line.startsWith("tcp_open_connections{")
        && (line.contains("peer=\"dst\"") || isOfProxy(line))
        && !line.contains(OPAQUE);
  }

  private static boolean isOfProxy(String line) {
    return line.contains("direction=\"inbound\"") && line.contains("tls=\"true\"");
  }

  /** What there is more of than there was, a line each. */
  List<String> above(Living before) {
    var more = new ArrayList<String>();
    series.forEach(
        (name, value) -> {
          double was = before.series.getOrDefault(name, 0.0);
          if (value > was) {
            more.add(name + " is " + value + ", and was " + was);
          }
        });
    return more;
  }
}
