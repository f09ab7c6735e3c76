package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.RetryPolicy.StatusRange;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.RetryBudget;
import weft.proxy.stack.TestTimers;
import weft.proxy.telemetry.Labels;
import weft.proxy.telemetry.OutboundMetrics;
import weft.proxy.telemetry.Registry;
import weft.proxy.telemetry.RetryableMetrics;

/**
 * Retries of both kinds under limits and timeouts, in any order of failures, answers, resets, slow
 * readers, cancels and updates of the routes: each request ends once, nothing is lost or doubled,
 * no buffer and no timer stays.
 */
class RetryProperties {
  private static final int STEPS = 400;

  @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
  void eachRequestEndsOnceAndNothingStays(@ForAll long seed) {
    int tries = new Run(seed).run();
    Statistics.collect(tries > 1);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 9));
  }

  private static final class Run {
    private final Random random;
    private final SimulatedSocket.Buffers buffers = new SimulatedSocket.Buffers();
    private final List<Counted> counted = new ArrayList<>();
    private final TestTimers timers = new TestTimers();
    private final SimulatedEndpoint endpoint;
    private final SimulatedServer server;
    private final int patience;
    private final long heapBefore = UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();

    Run(long seed) {
      random = new Random(seed);
      endpoint = new SimulatedEndpoint(random, buffers);
      server = new SimulatedServer(random, buffers);
      patience = 1 + random.nextInt(4);
    }

    /** How many tries there were. */
    int run() {
      HttpService serving = stack();
      server.ask(serving);
      int update = random.nextInt(STEPS / 8);
      for (int i = 0; i < STEPS && !server.isOver(); i++) {
        server.step();
        if (server.hasSentAll() || random.nextInt(patience) == 0) {
          endpoint.step(); // tries are repeated only of requests that came whole
        }
        if (i == update) {
          serving.retire(); // other routes take its place, and what it had begun goes on
        }
        if (random.nextInt(4) == 0) {
          timers.advance(Duration.ofMillis(random.nextInt(20)));
        }
      }
      if (server.isOver()) {
        endpoint.lastWhole().ifPresent(this::nothingWasLost);
      }
      server.goAway();
      server.close();
      endpoint.started().forEach(SimulatedEndpoint.Tried::abandon);
      check();
      return endpoint.started().size();
    }

    private HttpService stack() {
      HttpService perTry =
          counting(seam(new StreamTimeouts(timers).wrap("", counting(rescuing(endpoint)))));
      HttpService retrying = seam(random.nextBoolean() ? byPolicy(perTry) : byProfile(perTry));
      return counting(seam(new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", retrying)));
    }

    private HttpService byPolicy(HttpService inner) {
      var metrics = new OutboundMetrics(new Registry(System::nanoTime, 100));
      RetryCounters counters = head -> metrics.http.retries(Labels.NONE);
      var retry = new PolicyRetry<Object>(timers, random, target -> counters);
      var settings = settings();
      return new RequestSettings(timers).wrap(settings, retry.wrap("", inner));
    }

    private RequestSettings.Facts settings() {
      var policy =
          new RetryPolicy(
              random.nextInt(4) > 0 ? List.of(new StatusRange(500, 599)) : List.of(),
              random.nextBoolean() ? 1 << 13 | 1 << 14 : 0,
              random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3),
              random.nextInt(8) == 0 ? 0 : 96 << 10,
              random.nextBoolean() ? Duration.ofMillis(50) : Duration.ZERO,
              random.nextBoolean()
                  ? new ExponentialBackoff(Duration.ofMillis(5), Duration.ofMillis(9), 0.5)
                  : null);
      Duration whole = random.nextInt(3) == 0 ? Duration.ofMillis(200) : Duration.ZERO;
      return new Facts(new Timeouts(whole, Duration.ZERO, Duration.ZERO), policy);
    }

    private record Facts(Timeouts timeouts, @Nullable RetryPolicy retry)
        implements RequestSettings.Facts {
      @Override
      public boolean isOverridable() {
        return false;
      }
    }

    private HttpService byProfile(HttpService inner) {
      var metrics = new RetryableMetrics(new Registry(System::nanoTime, 100));
      var law = new RetryBudget.Law(Duration.ofSeconds(10), 0.2f, random.nextInt(8) == 0 ? 0 : 1);
      var budget = random.nextInt(5) == 0 ? null : new RetryBudget(law, timers.nanoTime());
      var retry =
          new ProfileRetry<Retryable>(timers, target -> metrics.target(Labels.NONE))
              .wrap(new Retryable(budget), inner);
      Duration limit = random.nextInt(3) == 0 ? Duration.ofMillis(200) : Duration.ZERO;
      return new RouteTimeout(timers).wrap(() -> limit, retry);
    }

    private record Retryable(@Nullable RetryBudget budget) implements ProfileRetry.Facts {
      @Override
      public boolean isRetryable() {
        return true;
      }
    }

    private HttpService seam(HttpService inner) {
      return inner.with((head, caller) -> new Seam(caller, buffers).into(inner, head));
    }

    private HttpService rescuing(HttpService inner) {
      return random.nextBoolean() ? new Rescue(Informational.EVERYBODY).wrap("", inner) : inner;
    }

    private HttpService counting(HttpService inner) {
      return inner.with(
          (head, caller) -> {
            var relay = new Counted(caller);
            counted.add(relay);
            return relay.into(inner, head);
          });
    }

    private void nothingWasLost(SimulatedEndpoint.Tried tried) {
      if (server.hasSentAll()) {
        assertThat(tried.received()).as("bytes of the request").isEqualTo(server.sent());
      }
      if (server.hasWholeResponse()) {
        assertThat(server.received()).as("bytes of the response").isEqualTo(tried.sent());
      }
    }

    private void check() {
      assertThat(counted).as("ends of each relay").allMatch(relay -> relay.ends == 1);
      assertThat(server.ends()).as("ends of the response").isLessThanOrEqualTo(1);
      assertThat(timers.armed()).as("timers armed").isZero();
      buffers.allReleased();
      assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory())
          .as("heap of buffers")
          .isLessThanOrEqualTo(heapBefore);
    }
  }

  private static final class Counted extends Relay {
    private int ends;

    Counted(Caller caller) {
      super(caller);
    }

    @Override
    protected void ended(Ending how) {
      ends++;
    }
  }
}
