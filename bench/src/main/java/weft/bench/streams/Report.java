package weft.bench.streams;

import java.util.List;

/**
 * What was measured.
 *
 * @param firstAnswers from the opening of the streams
 * @param atRest the control plane before anybody came
 * @param atEnd the control plane with all streams open, after the edits
 * @param losses what ended though it should not have; empty: nothing
 */
public record Report(
    Size size, Times firstAnswers, List<Edit> edits, Memory atRest, Memory atEnd, String losses) {
  private static final double LIMIT_MILLIS = 1000;

  public Report {
    edits = List.copyOf(edits);
  }

  /** Every stream had every update within a second, and none was lost. */
  public boolean passed() {
    return losses.isEmpty()
        && firstAnswers.complete()
        && edits.stream()
            .map(Edit::times)
            .allMatch(times -> times.complete() && times.lastMillis() <= LIMIT_MILLIS);
  }

  /** Several lines for people. */
  public String text() {
    var text = new StringBuilder();
    text.append(
        "%,d streams over %d connections, %d services with %d instances each%n"
            .formatted(size.streams(), size.connections(), size.services(), size.instances()));
    text.append(line("first answers", firstAnswers));
    for (int i = 0; i < edits.size(); i++) {
      text.append(line("edit " + (i + 1), edits.get(i).times()));
    }
    text.append(
        "%-22s %s ms%n"
            .formatted(
                "CPU for each edit",
                edits.stream().map(edit -> Long.toString(edit.cpu().toMillis())).toList()));
    text.append(line("control plane at rest", atRest)).append(line("with all streams", atEnd));
    if (!losses.isEmpty()) {
      text.append(losses).append(System.lineSeparator());
    }
    return text.append(
            "%s: an update to each stream within %.0f ms%n"
                .formatted(passed() ? "pass" : "FAIL", LIMIT_MILLIS))
        .toString();
  }

  private static String line(String what, Times times) {
    return "%-22s median %5.0f ms, last %5.0f ms%s%n"
        .formatted(
            what,
            times.medianMillis(),
            times.lastMillis(),
            times.complete() ? "" : ", only %,d of %,d".formatted(times.came(), times.wanted()));
  }

  private static String line(String what, Memory memory) {
    return "%-22s %4.0f MB resident, %4.0f MB its own, heap at most %4.0f MB live, pauses up to %.0f ms%n"
        .formatted(what, memory.resident(), memory.own(), memory.live(), memory.longestPause());
  }
}
