package weft.cli.demo;

import java.util.LinkedHashMap;
import weft.control.json.Json;
import weft.control.json.JsonException;

/**
 * What came of the reports that the client asked for.
 *
 * @param served in whole
 * @param timedOut by the client's sidecar, with 504
 * @param failed in any other way
 * @param firstTimedOutMs when the first of these was told, of the wall clock; 0 before
 */
record ReportCount(long served, long timedOut, long failed, long firstTimedOutMs) {
  static final ReportCount NOTHING = new ReportCount(0, 0, 0, 0);
  private static final String SERVED = "reports";

  ReportCount oneServed() {
    return new ReportCount(served + 1, timedOut, failed, firstTimedOutMs);
  }

  ReportCount oneTimedOut(long nowMs) {
    return new ReportCount(served, timedOut + 1, failed, timedOut == 0 ? nowMs : firstTimedOutMs);
  }

  ReportCount oneFailed() {
    return new ReportCount(served, timedOut, failed + 1, firstTimedOutMs);
  }

  long all() {
    return served + timedOut + failed;
  }

  Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put(SERVED, Json.of(served));
    members.put("timed_out", Json.of(timedOut));
    members.put("failed", Json.of(failed));
    members.put("first_timed_out_ms", Json.of(firstTimedOutMs));
    return new Json.Members(members);
  }

  /** Whether a line of the client is one of these. */
  static boolean isIn(Json.Members line) {
    return line.values().containsKey(SERVED);
  }

  static ReportCount of(Json.Members line) throws JsonException {
    return new ReportCount(
        line.whole(SERVED),
        line.whole("timed_out"),
        line.whole("failed"),
        line.whole("first_timed_out_ms"));
  }
}
