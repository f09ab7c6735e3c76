package weft.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import weft.cli.run.Child;
import weft.cli.run.Forwarding;
import weft.cli.run.Guard;
import weft.cli.run.JoinCopy;
import weft.cli.run.RunOptions;
import weft.cli.run.Sidecar;
import weft.proxy.app.Proxy;
import weft.proxy.config.Config;
import weft.proxy.config.ConfigException;
import weft.proxy.config.FileSource;
import weft.proxy.config.LogConfig;
import weft.proxy.config.Mode;
import weft.proxy.telemetry.LogFilter;
import weft.proxy.telemetry.Logs;

/** {@code weft run}: a sidecar around one command (contracts, 5 and 7). */
public final class Run {
  private static final int LOG_QUEUE = 1024;

  private Run() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    boolean debug = arguments.contains("--debug");
    try {
      var options = RunOptions.parse(arguments);
      if (options == null) {
        System.out.print(RunOptions.USAGE);
        return ExitCode.OK;
      }
      return run(options, configure(options));
    } catch (RunOptions.Refused e) {
      return failed(ExitCode.USAGE, e.getMessage() + "; weft run --help tells more", e, debug);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> System.err.println("weft run: " + problem));
      return failed(ExitCode.USAGE, "Invalid configuration: " + e.getMessage(), e, debug);
    } catch (Child.NotStarted e) {
      return failed(e.exitCode(), e.getMessage(), e, debug);
    } catch (CompletionException e) {
      var why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      return failed(ExitCode.UNAVAILABLE, "no sidecar: " + why, e, debug);
    } catch (IOException | GeneralSecurityException e) {
      return failed(ExitCode.UNAVAILABLE, "no sidecar: " + e.getMessage(), e, debug);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(ExitCode.UNAVAILABLE, "interrupted", e, debug);
    }
  }

  private static Config configure(RunOptions options)
      throws IOException, InterruptedException, ConfigException {
    var variables = new HashMap<>(System.getenv());
    variables.putAll(options.variables());
    startLog(Config.logFrom(variables));
    if (options.mesh() == null || options.workload() == null) {
      return config(variables);
    }
    try (var join = JoinCopy.make(options.mesh(), options.workload(), options.namespace())) {
      variables.put("WEFT_JOIN_FILE", join.file().toString());
      return config(variables);
    }
  }

  private static Config config(Map<String, String> variables) throws ConfigException {
    return Config.from(variables, Mode.EXPLICIT, FileSource.system());
  }

  /** On standard error: standard output is the command's. */
  private static void startLog(LogConfig config) {
    Logs logs = Logs.ofProcess();
    if (logs != null) {
      logs.filter(LogFilter.lenient(config.filter(), new java.util.ArrayList<>()));
      logs.start(System.err, LOG_QUEUE, config.json());
    }
  }

  private static int run(RunOptions options, Config config)
      throws IOException, GeneralSecurityException, Child.NotStarted, InterruptedException {
    var log = LoggerFactory.getLogger(Run.class);
    config.notices().forEach(notice -> log.warn(notice.text()));
    try (var guard = Guard.start();
        var proxy = Proxy.start(config)) {
      proxy.ready().toCompletableFuture().join();
      var sidecar = new Sidecar(proxy.outbound(), proxy.inbound(), proxy.admin());
      var signals = Forwarding.start(proxy, options.sidecarFirst());
      var child = Child.start(options.command(), sidecar.variables(), guard);
      proxy.announce();
      signals.to(child);
      int code = child.await();
      proxy.drainInbound();
      return code;
    }
  }

  private static int failed(int code, @Nullable String sentence, Exception error, boolean debug) {
    System.err.println("weft run: " + sentence);
    if (debug) {
      error.printStackTrace();
    }
    return code;
  }
}
