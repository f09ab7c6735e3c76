package weft.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import weft.control.json.Json;

/**
 * What the client saw on one edge since it started: requests, failures, times. Any thread.
 *
 * <p>Times are kept in buckets 5 % apart, from 10 microseconds to about 80 seconds.
 */
final class Tally {
  private static final double STEP = Math.log(1.05);
  private static final double LOWEST_MS = 0.01;
  private static final int BUCKETS = 330;
  private static final int MOST_FAILURES = 200;

  private final String service;
  private final long[] times = new long[BUCKETS];
  private final List<Json> failures = new ArrayList<>();
  private long requests;
  private long failed;

  Tally(String service) {
    this.service = service;
  }

  synchronized void succeeded(long nanos) {
    requests++;
    times[bucket(nanos / 1e6)]++;
  }

  /**
   * One that failed; the first 200 are told one by one.
   *
   * @param begun milliseconds of the wall clock, which other processes of this machine read too
   */
  synchronized void failed(String why, long begun, long ended) {
    requests++;
    failed++;
    if (failures.size() < MOST_FAILURES) {
      var members = new LinkedHashMap<String, Json>();
      members.put("why", Json.of(why));
      members.put("begun_ms", Json.of(begun));
      members.put("ended_ms", Json.of(ended));
      failures.add(new Json.Members(members));
    }
  }

  /** One line of the client's report. */
  synchronized Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("service", Json.of(service));
    members.put("requests", Json.of(requests));
    members.put("failed", Json.of(failed));
    members.put("p50_us", Json.of(Math.round(quantile(0.5) * 1000)));
    members.put("p99_us", Json.of(Math.round(quantile(0.99) * 1000)));
    members.put("failures", new Json.Items(failures));
    return new Json.Members(members);
  }

  /** Milliseconds, the upper bound of the bucket; 0 where nothing succeeded. */
  synchronized double quantile(double share) {
    double rank = Math.ceil(share * Arrays.stream(times).sum());
    long seen = 0;
    for (int i = 0; i < BUCKETS && rank > 0; i++) {
      seen += times[i];
      if (seen >= rank) {
        return LOWEST_MS * Math.exp(STEP * (i + 1));
      }
    }
    return 0;
  }

  private static int bucket(double millis) {
    double bucket = Math.log(Math.max(millis, LOWEST_MS) / LOWEST_MS) / STEP;
    return Math.min(BUCKETS - 1, (int) bucket);
  }
}
