package weft.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weft.control.json.Json;
import weft.control.json.JsonException;

/** The conversation with {@link Web}: commands to it, counts from it. Any thread. */
final class Client {
  private final Process process;
  private final Map<String, EdgeCount> latest = new LinkedHashMap<>();
  private ReportCount reports = ReportCount.NOTHING;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Reads what the process says from now on, on a thread of its own. */
  Client(Process process) {
    this.process = process;
    for (var service : List.of("api", "greeter", "cache")) {
      latest.put(service, EdgeCount.nothing(service));
    }
    Thread.startVirtualThread(this::read);
  }

  void start() throws IOException {
    say(Web.START);
  }

  /** Lets it ask for a report; what comes of it is counted apart. */
  void askReport() throws IOException {
    say(Web.ASK_REPORT);
  }

  /**
   * Ends the load and waits for the last counts.
   *
   * @return false if they did not come in that time
   */
  boolean stop(Duration patience) throws IOException, InterruptedException {
    say(Web.STOP);
    return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One an edge, always the same edges in the same order. */
  synchronized List<EdgeCount> counts() {
    return List.copyOf(latest.values());
  }

  synchronized ReportCount reports() {
    return reports;
  }

  private synchronized void say(String command) throws IOException {
    var commands = process.getOutputStream();
    commands.write((command + '\n').getBytes(StandardCharsets.US_ASCII));
    commands.flush();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException _) {
      // The process has ended, which others notice.
    }
  }

  private void heard(String line) {
    try {
      var members = Json.parseObject(line);
      if (members.values().containsKey("done")) {
        done.countDown();
      } else if (ReportCount.isIn(members)) {
        note(ReportCount.of(members));
      } else {
        note(EdgeCount.of(members));
      }
    } catch (JsonException e) {
      throw new IllegalStateException("web says what it should not: " + line, e);
    }
  }

  private synchronized void note(ReportCount count) {
    reports = count;
  }

  private synchronized void note(EdgeCount count) {
    latest.put(count.service(), count);
  }
}
