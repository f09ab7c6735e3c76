package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against a list of all responses, cut where the window's first slot begins. */
class SuccessWindowTest {
  private static final long WIDTH = 1_000;

  private record Response(long slot, boolean isGood) {}

  @Property(tries = 300)
  void countsTheSlotsThatTheWindowHas(@ForAll long seed) {
    var random = new Random(seed);
    long start = Long.MAX_VALUE - 5 * WIDTH;
    long passed = 0;
    var window = new SuccessWindow(Duration.ofNanos(10 * WIDTH));
    Deque<Response> all = new ArrayDeque<>();
    for (int i = 0; i < 200; i++) {
      passed += i == 0 ? 0 : random.nextLong(random.nextInt(9) == 0 ? 15 * WIDTH : WIDTH);
      boolean isGood = random.nextBoolean();
      window.add(isGood, start + passed);
      all.add(new Response(passed / WIDTH, isGood));
      long oldest = passed / WIDTH - 9;
      all.removeIf(response -> response.slot() < oldest);
      assertThat(window.total()).isEqualTo(all.size());
      assertThat(window.good()).isEqualTo(all.stream().filter(Response::isGood).count());
    }
  }
}
