package weft.proxy.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.proxy.http.TestService;
import weft.proxy.stack.TestTimers;
import weft.testkit.Covers;

class PoolTest {
  private final TestTimers timers = new TestTimers();
  private final Map<InetSocketAddress, TestService> built = new HashMap<>();
  private final List<String> seen = new ArrayList<>();
  private boolean connected = true;
  private final Pool<TestService> pool =
      new Pool<>(this::build, Pool.Law.USUAL, timers, new SplittableRandom(1), new Seen());

  private TestService build(Endpoint endpoint) {
    var service = new TestService();
    service.ready.set(connected);
    built.put(endpoint.address(), service);
    return service;
  }

  private static Endpoint endpoint(int port) {
    return Endpoint.of(new InetSocketAddress("10.0.0.1", port));
  }

  private TestService built(int port) {
    return requireNonNull(built.get(endpoint(port).address()));
  }

  private void add(int... ports) {
    pool.apply(new Update.Add(endpoints(ports)));
  }

  private static List<Endpoint> endpoints(int... ports) {
    return Arrays.stream(ports).mapToObj(PoolTest::endpoint).toList();
  }

  @Test
  void anEmptyPoolIsNotReadyAndChoosesNobody() {
    assertThat(pool.isReady()).isFalse();
    assertThat(pool.pick()).isNull();
  }

  @Test
  void moreEndpointsThanTheLimitAreLeftOutUntilTheNextUpdate() {
    var small =
        new Pool<>(this::build, Pool.Law.USUAL, timers, new SplittableRandom(1), new Seen(), 2);
    small.apply(new Update.Add(endpoints(1, 2, 3)));
    assertThat(small.size()).isEqualTo(2);
    small.apply(new Update.Remove(List.of(endpoint(1).address())));
    small.apply(new Update.Add(endpoints(2, 3)));
    assertThat(small.size()).isEqualTo(2);
    assertThat(built(3).isRetired()).isFalse();
  }

  @Covers("outbound#55")
  @Test
  void anUnchangedEndpointKeepsItsService() {
    add(1);
    TestService first = built(1);
    add(1, 2);
    pool.apply(new Update.Reset(endpoints(1, 2)));
    assertThat(built(1)).isSameAs(first);
    assertThat(first.isRetired()).isFalse();
  }

  @Test
  void aChangedEndpointGetsANewService() {
    add(1);
    TestService first = built(1);
    var changed = endpoint(1);
    pool.apply(
        new Update.Add(
            List.of(
                new Endpoint(
                    changed.address(),
                    1,
                    null,
                    Endpoint.Hint.HTTP_2,
                    0,
                    Map.of(),
                    null,
                    Endpoint.Zone.UNKNOWN,
                    false))));
    assertThat(built(1)).isNotSameAs(first);
    assertThat(first.isRetired()).isTrue();
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void aRemovedEndpointIsNotChosenAndLetsGo() {
    add(1, 2);
    pool.apply(new Update.Remove(List.of(endpoint(1).address(), endpoint(9).address())));
    assertThat(built(1).isRetired()).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(pool.pick()).extracting(m -> m.endpoint().address().getPort()).isEqualTo(2);
    }
  }

  @Covers("outbound#44")
  @Test
  void aResetLeavesOnlyWhatItNames() {
    add(1, 2);
    pool.apply(new Update.Reset(endpoints(2, 3)));
    assertThat(built(1).isRetired()).isTrue();
    assertThat(built(2).isRetired()).isFalse();
    assertThat(pool.size()).isEqualTo(2);
    pool.apply(new Update.Reset(List.of()));
    assertThat(pool.isReady()).isFalse();
  }

  @Covers("outbound#48")
  @Test
  void onlyReadyEndpointsAreChosen() {
    add(1, 2, 3);
    built(1).ready.set(false);
    built(3).ready.set(false);
    for (int i = 0; i < 20; i++) {
      assertThat(pool.pick()).extracting(m -> m.endpoint().address().getPort()).isEqualTo(2);
    }
    built(2).ready.set(false);
    assertThat(pool.isReady()).isFalse();
    built(3).ready.set(true);
    assertThat(pool.pick()).extracting(m -> m.endpoint().address().getPort()).isEqualTo(3);
  }

  @Test
  void readinessIsToldWhenTheWholeUpdateIsIn() {
    var sizes = new ArrayList<Integer>();
    pool.onChange(() -> sizes.add(pool.size()));
    add(1, 2, 3);
    assertThat(sizes).containsExactly(3);
  }

  @Test
  void endpointsAndUpdatesAreCounted() {
    connected = false;
    add(1, 2);
    built(1).ready.set(true);
    pool.apply(new Update.Reset(endpoints(1, 2)));
    pool.apply(new Update.Remove(List.of(endpoint(2).address())));
    pool.retire();
    assertThat(seen).containsExactly("ADD", "0+2", "1+1", "1+1", "REMOVE", "1+0", "RESET", "0+0");
  }

  @Test
  void anEndpointThatIsGoneChangesNothingAnyMore() {
    add(1, 2);
    pool.apply(new Update.Remove(List.of(endpoint(1).address())));
    seen.clear();
    built(1).ready.set(false);
    built(1).ready.set(true);
    assertThat(seen).isEmpty();
  }

  private final class Seen implements PoolEvents {
    @Override
    public void updated(Op op) {
      seen.add(op.name());
    }

    @Override
    public void endpoints(int ready, int pending) {
      seen.add(ready + "+" + pending);
    }
  }
}
