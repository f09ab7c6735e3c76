package weft.blackbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import weft.testkit.process.Child;

/** A proxy that runs, as everybody sees it who can reach its addresses. */
record Sidecar(String ip, Child child) {
  private static final Duration TO_END = Duration.ofSeconds(10);
  private static final int ANSWER_MILLIS = 10_000;

  /** Where the application sends its requests, {@code IP:PORT}. */
  String outbound() {
    return ip + ":4140";
  }

  /** Waits until it says that it is ready; fails when it ends before. */
  Sidecar awaitReady() {
    Until.holds(() -> !child.isAlive() || isReady(), () -> complaint("ready"));
    if (!child.isAlive()) {
      throw new AssertionError("it ended: " + child.awaitExit(TO_END));
    }
    return this;
  }

  private boolean isReady() {
    try {
      return get("/ready").startsWith("ready");
    } catch (IOException _) {
      return false;
    }
  }

  /** What its counters say now. */
  Counters counters() {
    try {
      return new Counters(get("/metrics"));
    } catch (IOException e) {
      throw new AssertionError("no metrics from " + ip, e);
    }
  }

  /** Waits until the counters are as wanted: what has just ended is counted a moment later. */
  Counters awaitCounters(String what, Predicate<Counters> wanted) {
    Until.holds(() -> wanted.test(counters()), () -> complaint(what) + counters().text());
    return counters();
  }

  /** What requests and connections hold in it now. */
  Living living() {
    return Living.of(counters().text());
  }

  /** Waits until it holds nothing that it did not hold before. */
  void awaitRest(Living before) {
    Until.holds(
        () -> living().above(before).isEmpty(),
        () -> complaint("at rest") + "\n" + String.join("\n", living().above(before)));
  }

  /** Memory of the process that belongs to it alone or not, in bytes, at most so far. */
  long peakResidentBytes() {
    try (var lines = Files.lines(Path.of("/proc/" + child.pid() + "/status"))) {
      var peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) << 10;
    } catch (IOException e) {
      throw new AssertionError("no memory of " + child.pid(), e);
    }
  }

  private String complaint(String what) {
    return ip + " is not " + what + "\nout: " + child.out() + "\nerr: " + child.err();
  }

  /** What it waits for, as {@code /ready?why} tells. */
  String whyNotReady() {
    try {
      return get("/ready?why");
    } catch (IOException e) {
      throw new AssertionError("no answer from " + ip, e);
    }
  }

  private String get(String path) throws IOException {
    var url = URI.create("http://" + ip + ":4191" + path).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(ANSWER_MILLIS);
    connection.setReadTimeout(ANSWER_MILLIS);
    boolean isRefused = connection.getResponseCode() >= 400;
    try (var body = isRefused ? connection.getErrorStream() : connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
