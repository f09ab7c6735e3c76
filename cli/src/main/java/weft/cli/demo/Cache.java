package weft.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code cache}: a line protocol over TCP in which the server speaks first. {@code Cache
 * HOST:PORT}.
 *
 * <p>It greets with {@code READY}; {@code SET key value} gets {@code OK}, {@code GET key} the value
 * or {@code NONE}, anything else {@code WHAT}.
 */
public final class Cache {
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_KEYS = 10_000;

  private final Map<String, String> values = new ConcurrentHashMap<>();

  private Cache() {}

  public static void main(String[] arguments) throws IOException {
    var cache = new Cache();
    try (var server = new ServerSocket()) {
      server.setReuseAddress(true);
      InetSocketAddress address = Listening.on(arguments[0]);
      server.bind(address);
      while (true) {
        var client = server.accept();
        Thread.startVirtualThread(() -> cache.serve(client));
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII),
              LONGEST_LINE);
      say(client, "READY");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        say(client, answer(line.split(" ", 3)));
      }
    } catch (IOException _) {
      // The client has gone away, which is its right.
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + '\n').getBytes(StandardCharsets.US_ASCII));
  }

  private String answer(String[] words) {
    if (words.length == 2 && words[0].equals("GET")) {
      return values.getOrDefault(words[1], "NONE");
    }
    if (words.length == 3 && words[0].equals("SET") && values.size() < MOST_KEYS) {
      values.put(words[1], words[2]);
      return "OK";
    }
    return "WHAT";
  }
}
