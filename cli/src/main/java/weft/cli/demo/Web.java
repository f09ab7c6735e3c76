package weft.cli.demo;

import io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code web}: continuous load on all others, through what its environment names: {@code
 * http_proxy} for HTTP and gRPC, and the listener of its first argument for the cache. {@code Web
 * HOST:PORT API GREETER}, the last two as authorities.
 *
 * <p>Standard input commands it, a line each: {@code start}; {@code report}, which asks {@code api}
 * for one, beside the load and counted apart from it; {@code stop}, which finishes what is in
 * flight; its end ends the process, so that its sidecar can still be asked after {@code stop}. From
 * {@code start} on it prints a JSON line an edge each {@link #REPORT}, with all that it counted;
 * {@code {"done":true}} follows the last.
 */
public final class Web {
  static final Duration REPORT = Duration.ofMillis(500);
  static final String START = "start";
  static final String STOP = "stop";
  static final String ASK_REPORT = "report";

  /** How many requests of an edge are in flight at most; the cache has one. */
  static final int CONNECTIONS = 4;

  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final InstantSource clock;
  private volatile boolean stopped;

  private Web(InstantSource clock) {
    this.clock = clock;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII), 64);
    if (START.equals(commands.readLine())) {
      new Web(InstantSource.system()).run(proxy(System.getenv()), arguments, commands);
    }
  }

  private static InetSocketAddress proxy(Map<String, String> environment) {
    var proxy = URI.create(environment.getOrDefault("http_proxy", "http://127.0.0.1:4140"));
    return new InetSocketAddress(proxy.getHost(), proxy.getPort());
  }

  private void run(InetSocketAddress proxy, String[] arguments, BufferedReader commands)
      throws IOException, InterruptedException {
    var cache = Listening.on(arguments[0]);
    var api = new Tally("api");
    var greeter = new Tally("greeter");
    var opaque = new Tally("cache");
    // Plain HTTP/2 with the service as authority: the proxy routes by that.
    var channel =
        NettyChannelBuilder.forAddress(proxy)
            .overrideAuthority(arguments[2])
            .usePlaintext()
            .disableRetry()
            .build();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(load(api, new HttpLoad(proxy, arguments[1], "/")));
      threads.add(load(greeter, new GrpcLoad(channel)));
    }
    threads.add(load(opaque, new CacheLoad(cache, "turn")));
    var reports = new Reports(proxy, arguments[1], clock);
    report(List.of(api, greeter, opaque), reports, threads, commands);
    var _ = commands.readLine(); // null: the end, for which the counts of our sidecar wait
    channel.shutdownNow();
  }

  private Thread load(Tally tally, Attempt attempt) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (!stopped) {
                measure(tally, attempt);
                pause(BETWEEN);
              }
            });
  }

  private void measure(Tally tally, Attempt attempt) {
    long begun = clock.millis();
    long start = System.nanoTime();
    try {
      attempt.once();
      tally.succeeded(System.nanoTime() - start);
    } catch (IOException e) {
      tally.failed(String.valueOf(e.getMessage()), begun, clock.millis());
    }
  }

  private void report(
      List<Tally> tallies, Reports reports, List<Thread> load, BufferedReader commands)
      throws InterruptedException {
    var told = Thread.ofPlatform().daemon().start(() -> obey(commands, reports));
    while (!told.join(REPORT)) {
      print(tallies, reports);
    }
    stopped = true;
    for (var thread : load) {
      thread.join();
    }
    reports.finish();
    print(tallies, reports);
    System.out.println("{\"done\":true}");
  }

  private static void print(List<Tally> tallies, Reports reports) {
    tallies.forEach(tally -> System.out.println(tally.json()));
    System.out.println(reports.json());
  }

  /** Until it is told to stop, or nobody tells anything any more. */
  private static void obey(BufferedReader commands, Reports reports) {
    try {
      while (ASK_REPORT.equals(commands.readLine())) {
        reports.ask();
      }
    } catch (IOException _) {
      // As good as its end.
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
