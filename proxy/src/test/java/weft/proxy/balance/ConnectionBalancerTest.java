package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Refusal;
import weft.proxy.http.TestService;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.TestTimers;

class ConnectionBalancerTest {
  private static final Duration FAIL_FAST = Duration.ofSeconds(3);

  private final TestTimers timers = new TestTimers();
  private final Pool<TestService> pool =
      new Pool<>(
          endpoint -> new TestService(),
          Pool.Law.USUAL,
          timers,
          new SplittableRandom(1),
          PoolEvents.NONE);
  private final ConnectionBalancer<TestService> balancer =
      new ConnectionBalancer<>(pool, 1, FAIL_FAST, timers, LineEvents.NONE);
  private final List<ConnectionBalancer.Choice<TestService>> chosen = new ArrayList<>();
  private final List<Refusal.Kind> refused = new ArrayList<>();

  @AfterEach
  void retire() {
    balancer.retire();
  }

  private void ask() {
    balancer.ask(
        new ConnectionBalancer.Asker<>() {
          @Override
          public void chosen(ConnectionBalancer.Choice<TestService> choice) {
            chosen.add(choice);
          }

          @Override
          public void refused(Refusal why) {
            refused.add(why.kind());
          }

          @Override
          public boolean isGone() {
            return false;
          }
        });
  }

  private void add(int... ports) {
    var endpoints = new ArrayList<Endpoint>();
    for (int port : ports) {
      endpoints.add(Endpoint.of(new InetSocketAddress("10.0.0.1", port)));
    }
    pool.apply(new Update.Add(endpoints));
  }

  @Test
  void connectionsGoWhereFewestAreConnecting() {
    add(1, 2);
    for (int i = 0; i < 10; i++) {
      ask();
    }
    assertThat(chosen).filteredOn(c -> c.endpoint().address().getPort() == 1).hasSize(5);
  }

  @Test
  void aSlowConnectIsRemembered() {
    add(1, 2);
    ask();
    var slow = chosen.getFirst();
    timers.advance(Duration.ofMillis(800));
    slow.done();
    slow.done();
    for (int i = 0; i < 20; i++) {
      ask();
      chosen.getLast().done();
    }
    assertThat(chosen.subList(1, 21)).noneMatch(c -> c.endpoint().equals(slow.endpoint()));
  }

  @Test
  void withoutEndpointsConnectionsWaitThenAreShed() {
    ask();
    ask();
    ask();
    assertThat(refused).containsExactly(Refusal.Kind.LOAD_SHED);
    timers.advance(FAIL_FAST);
    ask();
    assertThat(refused)
        .containsExactly(
            Refusal.Kind.LOAD_SHED,
            Refusal.Kind.FAIL_FAST,
            Refusal.Kind.FAIL_FAST,
            Refusal.Kind.LOAD_SHED);
    add(1);
    ask();
    assertThat(chosen).hasSize(1);
  }
}
