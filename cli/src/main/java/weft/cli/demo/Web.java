package weft.cli.demo;

import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code web}: continuous load on all others, through what its environment names: {@code
 * http_proxy} for HTTP and gRPC, and the listener of its first argument for the cache.
 *
 * <p>Prints a JSON line an edge each {@link #REPORT}, with all that it counted since it started. A
 * line on standard input, or its end, stops the load: what is in flight is finished, the last
 * report ends with {@code {"done":true}}, and the process with it.
 */
public final class Web {
  static final Duration REPORT = Duration.ofMillis(500);
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final int CONNECTIONS = 4;

  private volatile boolean stopped;

  private Web() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new Web().run(proxy(System.getenv()), Listening.on(arguments[0]));
  }

  private static InetSocketAddress proxy(Map<String, String> environment) {
    var proxy = URI.create(environment.getOrDefault("http_proxy", "http://127.0.0.1:4140"));
    return new InetSocketAddress(proxy.getHost(), proxy.getPort());
  }

  private void run(InetSocketAddress proxy, InetSocketAddress cache)
      throws IOException, InterruptedException {
    var api = new Tally("api");
    var greeter = new Tally("greeter");
    var opaque = new Tally("cache");
    // Plain HTTP/2 with the service as authority: the proxy routes by that.
    var channel =
        NettyChannelBuilder.forAddress(proxy)
            .overrideAuthority("greeter.default.svc.cluster.local")
            .usePlaintext()
            .disableRetry()
            .build();
    var threads = new java.util.ArrayList<Thread>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(load(api, new HttpLoad(proxy, "api")));
      threads.add(load(greeter, new GrpcLoad(channel)));
    }
    threads.add(load(opaque, new CacheLoad(cache, "turn")));
    report(List.of(api, greeter, opaque), threads);
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

  private static void measure(Tally tally, Attempt attempt) {
    long start = System.nanoTime();
    try {
      attempt.once();
      tally.succeeded(System.nanoTime() - start);
    } catch (IOException e) {
      tally.failed(String.valueOf(e.getMessage()));
    }
  }

  private void report(List<Tally> tallies, List<Thread> load)
      throws IOException, InterruptedException {
    var asked = Thread.ofPlatform().daemon().start(Web::awaitInput);
    while (!asked.join(REPORT)) {
      tallies.forEach(tally -> System.out.println(tally.json()));
    }
    stopped = true;
    for (var thread : load) {
      thread.join();
    }
    tallies.forEach(tally -> System.out.println(tally.json()));
    System.out.println("{\"done\":true}");
  }

  private static void awaitInput() {
    try {
      int _ = System.in.read();
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
