package weft.proxy.admin;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Stack;
import weft.proxy.telemetry.LogFilter;
import weft.proxy.telemetry.Logs;
import weft.proxy.telemetry.RefusalLog;
import weft.proxy.telemetry.Registry;

/**
 * The pages of the admin server. On the second executor. Source: docs/spec/telemetry.md 5.
 *
 * @param waitsFor what the proxy still waits for before it is ready; empty once it is
 * @param refusals the last ones, one JSON object a line
 * @param retain how long unused series stay in the metrics
 * @param shutdown null where that is not enabled
 */
public record AdminSite(
    Registry metrics,
    Duration retain,
    Supplier<List<String>> waitsFor,
    Supplier<List<Stack.Listing>> stacks,
    RefusalLog refusals,
    @Nullable Logs logs,
    @Nullable Runnable shutdown)
    implements Site {
  private static final String LINES = "application/jsonl";
  private static final String METRICS = "text/plain; charset=utf-8";

  @Override
  public Page answer(Question question) {
    return switch (question.path()) {
      case "/live" -> reading(question, Page.text(200, "live\n"));
      case "/ready" -> reading(question, ready(question));
      case "/metrics" -> reading(question, new Page(200, METRICS, scrape()));
      case "/stack" -> reading(question, Page.text(200, print(stacks.get())));
      case "/refusals" -> reading(question, new Page(200, LINES, refusals.print()));
      case "/proxy-log-level" -> logLevel(question);
      case "/shutdown" -> shutDown(question);
      default -> Page.text(404, "not found\n");
    };
  }

  private static Page reading(Question question, Page page) {
    return question.method().equals("GET") || question.method().equals("HEAD")
        ? page
        : Page.text(405, "only GET is answered here\n");
  }

  private Page ready(Question question) {
    List<String> waiting = waitsFor.get();
    String why = String.join("\n", waiting);
    if (question.query().equals("why")) {
      return Page.text(waiting.isEmpty() ? 200 : 503, waiting.isEmpty() ? "ready\n" : why + "\n");
    }
    return waiting.isEmpty() ? Page.text(200, "ready\n") : Page.text(503, "not ready\n");
  }

  private String scrape() {
    var out = new StringBuilder();
    metrics.write(out::append, retain);
    return out.toString();
  }

  private static String print(List<Stack.Listing> listings) {
    var out = new StringBuilder();
    for (Stack.Listing listing : listings) {
      out.append(listing.stack()).append('\n');
      for (Stack.Line line : listing.layers()) {
        out.append("  ").append(line.layer()).append(": ").append(line.reason()).append('\n');
      }
    }
    return out.toString();
  }

  private Page logLevel(Question question) {
    Logs l = logs;
    if (!question.isLocal()) {
      return Page.text(403, "only clients on this host may ask for or set the log level\n");
    }
    if (l == null) {
      return Page.text(404, "another library writes the log\n");
    }
    return switch (question.method()) {
      case "GET" -> Page.text(200, l.filter() + "\n");
      case "PUT" -> setLogLevel(l, question.body());
      default -> Page.text(405, "GET and PUT are answered here\n");
    };
  }

  private static Page setLogLevel(Logs logs, String text) {
    try {
      logs.filter(LogFilter.strict(text.trim()));
      return new Page(204, "text/plain", "");
    } catch (LogFilter.BadFilter e) {
      return Page.text(400, e.getMessage() + "\n");
    }
  }

  private Page shutDown(Question question) {
    Runnable end = shutdown;
    if (end == null) {
      return Page.text(
          404, "shutdown endpoint is not enabled: set LINKERD2_PROXY_SHUTDOWN_ENDPOINT_ENABLED\n");
    }
    if (!question.method().equals("POST")) {
      return Page.text(405, "only POST is answered here\n");
    }
    if (!question.isLocal()) {
      return Page.text(403, "only clients on this host may shut the proxy down\n");
    }
    end.run();
    return Page.text(200, "shutdown\n");
  }
}
