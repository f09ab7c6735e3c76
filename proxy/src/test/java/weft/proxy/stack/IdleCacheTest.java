package weft.proxy.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleCacheTest {
  private final TestTimers timers = new TestTimers();
  private final List<String> gone = new ArrayList<>();
  private int built;
  private final IdleCache<String, String> cache =
      new IdleCache<>(2, Duration.ofSeconds(5), timers, key -> key + ++built, gone::add);

  @AfterEach
  void clear() {
    cache.clear();
  }

  @Test
  void equalKeysShareAValue() {
    assertThat(acquire("a").value()).isEqualTo("a1");
    assertThat(acquire("a").value()).isEqualTo("a1");
  }

  @Test
  void aValueInUseIsNeverEvicted() {
    acquire("a");
    timers.advance(Duration.ofHours(1));
    assertThat(gone).isEmpty();
  }

  @Test
  void aValueIsEvictedOneIdleTimeAfterItsLastRelease() {
    var first = acquire("a");
    var second = acquire("a");
    first.release();
    timers.advance(Duration.ofSeconds(4));
    second.release();
    timers.advance(Duration.ofSeconds(3));
    acquire("a").release();
    timers.advance(Duration.ofMillis(4_999));
    assertThat(gone).isEmpty();
    timers.advance(Duration.ofMillis(1));
    assertThat(gone).containsExactly("a1");
    assertThat(cache.size()).isZero();
  }

  @Test
  void releasingTwiceCountsOnce() {
    var first = acquire("a");
    acquire("a");
    first.release();
    first.release();
    timers.advance(Duration.ofHours(1));
    assertThat(gone).isEmpty();
  }

  @Test
  void theLongestIdleMakesRoom() {
    var a = acquire("a");
    var b = acquire("b");
    b.release();
    timers.advance(Duration.ofSeconds(1));
    a.release();
    acquire("c");
    assertThat(gone).containsExactly("b2");
  }

  @Test
  void nothingIsBuiltWhileAllAreInUse() {
    acquire("a");
    acquire("b");
    assertThat(cache.acquire("c")).isNull();
    assertThat(built).isEqualTo(2);
  }

  private IdleCache.Handle<String> acquire(String key) {
    return requireNonNull(cache.acquire(key));
  }
}
