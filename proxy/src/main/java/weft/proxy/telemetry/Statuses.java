package weft.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The counters of one target's ended streams, by status and error: found by what a stream is, not
 * by its labels.
 *
 * <p>One loop. Statuses and errors are few, so there is a short list of them.
 */
final class Statuses {
  private final Family<Counter> family;
  private final Labels labels;
  private final StatusLabel label;
  private final List<Known> known = new ArrayList<>(2);

  private record Known(int status, String error, Counter counter) {}

  Statuses(Family<Counter> family, Labels labels, StatusLabel label) {
    this.family = family;
    this.labels = labels;
    this.label = label;
  }

  void add(int status, String error) {
    for (int i = 0; i < known.size(); i++) {
      Known one = known.get(i);
      if (one.status == status && one.error.equals(error)) {
        one.counter.add();
        return;
      }
    }
    Counter fresh = family.with(label.add(labels, status, error));
    known.add(new Known(status, error, fresh));
    fresh.add();
  }
}
