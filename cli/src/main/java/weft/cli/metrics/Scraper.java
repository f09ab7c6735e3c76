package weft.cli.metrics;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Fetches from admin servers. Blocks; any thread. */
public final class Scraper {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 5_000;
  private static final int LARGEST = 64 << 20;

  /** The proxy's counters now. {@code admin} is {@code HOST:PORT}. */
  public Scrape scrape(String admin) throws IOException {
    return Scrape.parse(get(admin, "/metrics"));
  }

  /** Whether the proxy says that it is ready. */
  public boolean isReady(String admin) {
    try {
      get(admin, "/ready");
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * What the proxy still waits for, a line each; empty once it is ready.
   *
   * @throws IOException where nobody answers
   */
  public String waitsFor(String admin) throws IOException {
    var connection = open(admin, "/ready?why");
    try {
      if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
        return "";
      }
      var body = connection.getErrorStream();
      return body == null
          ? "HTTP status " + connection.getResponseCode()
          : new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8).strip();
    } finally {
      connection.disconnect();
    }
  }

  /** The proxy's clock, to the second; empty where its answer does not say. */
  public Optional<Instant> clock(String admin) throws IOException {
    var connection = open(admin, "/live");
    try {
      int _ = connection.getResponseCode();
      long date = connection.getDate();
      return date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date));
    } finally {
      connection.disconnect();
    }
  }

  private static String get(String admin, String path) throws IOException {
    var connection = open(admin, path);
    try (var body = connection.getInputStream()) {
      return new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(String admin, String path) throws IOException {
    var url = URI.create("http://" + admin + path).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    return connection;
  }
}
