package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import weft.proxy.stack.Permits;

/**
 * The exchange model in any order of calls: bodies, trailers, interim heads, tunnels granted and
 * refused, early answers, cuts from either end, slow readers, second tries.
 *
 * <p>A run is a random number generator's: a client and an application take turns in doing anything
 * that the rules allow, with real layers between them.
 */
class ExchangeProperties {
  private static final int STEPS = 400;

  @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
  void nothingLeaksAndEachExchangeEndsOnce(@ForAll long seed) {
    new Run(seed).run();
  }

  private static final class Run {
    private final Random random;
    private final SimulatedSocket.Buffers buffers = new SimulatedSocket.Buffers();
    private final List<Counted> counted = new ArrayList<>();
    private final Permits permits = new Permits(1);
    private final SimulatedEndpoint endpoint;
    private final SimulatedServer server;

    Run(long seed) {
      random = new Random(seed);
      endpoint = new SimulatedEndpoint(random, buffers);
      server = new SimulatedServer(random, buffers);
    }

    void run() {
      server.ask(stack());
      for (int i = 0; i < STEPS && !server.isOver(); i++) {
        server.step();
        endpoint.step();
      }
      if (server.isOver()) {
        endpoint.lastWhole().ifPresent(this::nothingWasLost);
      }
      server.goAway();
      server.close();
      endpoint.started().forEach(SimulatedEndpoint.Tried::abandon);
      check();
    }

    private HttpService stack() {
      HttpService perTry = counting(seam(rescuing(impatient(endpoint))));
      HttpService retrying = perTry.with((head, caller) -> new Replaying(caller, perTry, head));
      HttpService limited = new ConcurrencyLimit(permits).wrap("", counting(retrying));
      return counting(seam(new Respond(Informational.EVERYBODY, Failures.NONE).wrap("", limited)));
    }

    private HttpService seam(HttpService inner) {
      return inner.with((head, caller) -> new Seam(caller, buffers).into(inner, head));
    }

    private HttpService impatient(HttpService inner) {
      return inner.with((head, caller) -> new Impatient(caller, random).into(inner, head));
    }

    private HttpService rescuing(HttpService inner) {
      HttpService within = new ErrorContext<>(target -> "endpoint").wrap("", inner);
      return new Rescue(Informational.EVERYBODY).wrap("", within);
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
      assertThat(permits.taken()).as("permits held").isZero();
      buffers.allReleased();
    }
  }

  /** Gives up at any moment that a layer can choose. */
  private static final class Impatient extends Relay {
    private final Random random;

    Impatient(Caller caller, Random random) {
      super(caller);
      this.random = random;
    }

    @Override
    protected void requestEnded() {
      giveUpPerhaps();
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      giveUpPerhaps();
      super.responseHead(head, last);
    }

    private void giveUpPerhaps() {
      if (random.nextInt(12) == 0) {
        abort(new Reset.TimedOut("patience", Duration.ZERO));
      }
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
