package weft.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows how the mesh does while it runs: redrawn in place on a terminal, now and then a few lines
 * elsewhere. One thread.
 */
final class Screen {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final boolean terminal;
  private int drawn;
  private final Set<Event> told = new HashSet<>();
  private Duration lastLines = Duration.ZERO;
  private List<Edge> before = List.of();
  private Duration since = Duration.ZERO;

  Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** At most once a second; {@code at} counts from the start of the load. */
  void show(Duration at, List<Edge> edges, List<Event> events) {
    if (terminal) {
      redraw(at, edges, events);
    } else {
      tell(events);
      if (at.minus(lastLines).compareTo(BETWEEN_LINES) >= 0) {
        lastLines = at;
        out.printf("after %d s%n%s%n", at.toSeconds(), table(at, edges));
      }
    }
    out.flush();
  }

  private void redraw(Duration at, List<Edge> edges, List<Event> events) {
    var text = new StringBuilder();
    text.append("weft demo, %d s; Ctrl-C stops all%n%n".formatted(at.toSeconds()));
    text.append(table(at, edges)).append('\n');
    events.forEach(event -> text.append(DemoTable.event(event)).append('\n'));
    clear();
    out.print(NO_WRAP + text + WRAP); // a line that wraps would be two to go up
    drawn = (int) text.chars().filter(c -> c == '\n').count();
  }

  private String table(Duration at, List<Edge> edges) {
    var time = at.minus(since);
    var table = DemoTable.edges(edges, before, time.isZero() ? Duration.ofSeconds(1) : time);
    before = edges;
    since = at;
    return table;
  }

  /** Takes back what was drawn, so that the last table can stand in its place. */
  void clear() {
    if (drawn > 0) {
      out.printf("\u001b[%dA\u001b[J", drawn);
      drawn = 0;
    }
  }

  private void tell(List<Event> events) {
    events.stream().filter(told::add).map(DemoTable::event).forEach(out::println);
  }
}
