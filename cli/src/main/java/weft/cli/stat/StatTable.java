package weft.cli.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under headings, for people. */
public final class StatTable {
  private static final String NOTHING = "-";

  private StatTable() {}

  /** {@code wide} adds bytes a second. */
  public static String print(List<StatRow> rows, boolean wide) {
    var lines = new ArrayList<List<String>>();
    lines.add(headings(wide));
    rows.forEach(row -> lines.add(cells(row, wide)));
    return aligned(lines);
  }

  private static List<String> headings(boolean wide) {
    var headings =
        new ArrayList<>(
            List.of(
                "NAME",
                "MESHED",
                "SUCCESS",
                "RPS",
                "LATENCY_P50",
                "LATENCY_P95",
                "LATENCY_P99",
                "TCP_CONN"));
    if (wide) {
      headings.addAll(List.of("READ_BYTES/SEC", "WRITE_BYTES/SEC"));
    }
    return headings;
  }

  private static List<String> cells(StatRow row, boolean wide) {
    var numbers = row.numbers();
    if (numbers == null) {
      return List.of(row.name(), "0/1");
    }
    var cells =
        new ArrayList<>(
            List.of(
                row.name(),
                "1/1",
                number("%.2f%%", numbers.success() * 100),
                number("%.1f", numbers.perSecond()),
                number("%.0fms", numbers.p50()),
                number("%.0fms", numbers.p95()),
                number("%.0fms", numbers.p99()),
                Long.toString(numbers.connections())));
    if (wide) {
      cells.add(number("%.1fB/s", numbers.readBytes()));
      cells.add(number("%.1fB/s", numbers.writtenBytes()));
    }
    return cells;
  }

  private static String number(String form, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, form, value) : NOTHING;
  }

  /** The first column to the left, the others to the right, as far apart as they need. */
  public static String aligned(List<? extends List<String>> lines) {
    int[] widths = new int[lines.getFirst().size()];
    for (var line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var line : lines) {
      for (int i = 0; i < widths.length; i++) {
        var cell = i < line.size() ? line.get(i) : NOTHING;
        var blanks = " ".repeat(widths[i] - cell.length());
        text.append(i == 0 ? cell + blanks : "  " + blanks + cell);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
