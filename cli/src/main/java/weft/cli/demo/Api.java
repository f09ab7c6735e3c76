package weft.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/** {@code api}: answers HTTP/1 with its name, after a while. {@code Api HOST:PORT NAME MILLIS}. */
public final class Api {
  private final byte[] body;
  private final Duration work;

  private Api(String name, Duration work) {
    this.body = (name + '\n').getBytes(StandardCharsets.UTF_8);
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException {
    var api = new Api(arguments[1], Duration.ofMillis(Long.parseLong(arguments[2])));
    var server = HttpServer.create(Listening.on(arguments[0]), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", api::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      pause();
      exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
