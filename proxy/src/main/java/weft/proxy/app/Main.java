package weft.proxy.app;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Config;
import weft.proxy.config.ConfigException;
import weft.proxy.config.FileSource;
import weft.proxy.config.LogConfig;
import weft.proxy.config.Mode;
import weft.proxy.config.Notice;
import weft.proxy.telemetry.Logs;

/**
 * {@code weft proxy}: a proxy configured by its environment, until a signal ends it.
 *
 * <p>Exit codes: 0 after a signal, 1 if it cannot start, 64 for a configuration that is not valid,
 * 101 if a port is taken by the time that it could serve. Source: docs/spec/config.md 1.
 */
public final class Main {
  private static final int CANNOT_START = 1;
  private static final int CANNOT_LISTEN = 101;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(System.getenv(), Mode.TRANSPARENT));
  }

  private static int run(Map<String, String> environment, Mode mode) throws InterruptedException {
    startLog(Config.logFrom(environment));
    Logger log = LoggerFactory.getLogger(Main.class);
    Config config;
    try {
      config = Config.from(environment, mode, FileSource.system());
    } catch (ConfigException e) {
      e.problems().forEach(log::error);
      System.err.println("Invalid configuration: " + e.getMessage());
      return Config.EXIT_CODE;
    }
    tell(log, config);
    return run(config);
  }

  private static int run(Config config) throws InterruptedException {
    try (var proxy = Proxy.start(config)) {
      return serve(proxy);
    } catch (IOException | GeneralSecurityException e) {
      System.err.println("Initialization failure: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private static int serve(Proxy proxy) throws InterruptedException {
    for (String signal : new String[] {"TERM", "INT"}) {
      Signals.on(signal, new Ending(proxy, signal));
    }
    try {
      proxy.awaitEnd();
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return CANNOT_LISTEN;
    }
    proxy.drain();
    return 0;
  }

  /** The first signal lets what runs finish; the second one does not wait for that. */
  private record Ending(Proxy proxy, String signal) implements Runnable {
    @Override
    public void run() {
      if (proxy.end()) {
        LoggerFactory.getLogger(Main.class).info("received SIG{}, starting shutdown", signal);
      } else {
        Runtime.getRuntime().halt(0);
      }
    }
  }

  private static void startLog(LogConfig config) {
    Logs logs = Logs.ofProcess();
    if (logs != null) {
      logs.filter(
          weft.proxy.telemetry.LogFilter.lenient(config.filter(), new java.util.ArrayList<>()));
      logs.start(System.out, 1024, config.json());
    }
  }

  private static void tell(Logger log, Config config) {
    for (Notice notice : config.notices()) {
      switch (notice.level()) {
        case ERROR -> log.error(notice.text());
        case WARN -> log.warn(notice.text());
        case INFO -> log.info(notice.text());
      }
    }
  }
}
