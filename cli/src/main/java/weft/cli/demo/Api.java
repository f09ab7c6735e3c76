package weft.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * {@code api}: answers HTTP/1 with its name, after a while. {@code Api HOST:PORT NAME MILLIS
 * REPORT-MILLIS}, the last for {@link #REPORT}.
 *
 * <p>An answer goes out whole: the server writes the head of one with a known length together with
 * its first bytes. So an instance that is killed has answered or has not, and a request without an
 * answer can be sent to another one; half an answer could not be taken back. ApiTest holds the
 * server to it.
 */
public final class Api {
  /** Takes longer than the rest. */
  static final String REPORT = "/report";

  private final byte[] body;

  private Api(String name) {
    this.body = (name + '\n').getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) throws IOException {
    start(
        Listening.on(arguments[0]),
        arguments[1],
        Duration.ofMillis(Long.parseLong(arguments[2])),
        Duration.ofMillis(Long.parseLong(arguments[3])));
  }

  static HttpServer start(InetSocketAddress address, String name, Duration work, Duration report)
      throws IOException {
    var api = new Api(name);
    var server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> api.answer(exchange, work));
    server.createContext(REPORT, exchange -> api.answer(exchange, report));
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange, Duration work) throws IOException {
    try (exchange) {
      pause(work);
      exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void pause(Duration work) throws IOException {
    try {
      Thread.sleep(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
