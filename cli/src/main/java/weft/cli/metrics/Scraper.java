package weft.cli.metrics;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

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

  private static String get(String admin, String path) throws IOException {
    var url = URI.create("http://" + admin + path).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    try (var body = connection.getInputStream()) {
      return new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }
}
