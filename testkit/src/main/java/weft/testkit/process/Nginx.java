package weft.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An nginx on a free port of the loopback, in the foreground, with one server block. */
public final class Nginx implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(10);

  private final Child child;
  private final int port;

  private Nginx(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param directory of its own, where it writes everything, also {@code access.log}
   * @param server lines inside the server block: {@code location / { return 200 "hello"; }}
   */
  public static Nginx start(Path directory, String server) {
    int port = Ports.free();
    var child = command(directory, "127.0.0.1:" + port, server).start();
    try {
      child.awaitPort(port, TO_START);
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
    return new Nginx(child, port);
  }

  /**
   * The command line that runs one, for whoever starts it otherwise.
   *
   * @param listen {@code IP:PORT}
   */
  public static Command command(Path directory, String listen, String server) {
    var config = directory.resolve("nginx.conf");
    write(config, config(listen, server));
    return Program.NGINX.with("-p", directory, "-c", config, "-e", "stderr");
  }

  public int port() {
    return port;
  }

  public Child child() {
    return child;
  }

  @Override
  public void close() {
    child.close();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** One process, so that a signal or a kill reaches the one that serves. */
  private static String config(String listen, String server) {
    return """
        daemon off;
        master_process off;
        pid nginx.pid;
        events { worker_connections 1024; }
        http {
          access_log access.log;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen LISTEN;
            SERVER
          }
        }
        """
        .replace("LISTEN", listen)
        .replace("SERVER", server);
  }
}
