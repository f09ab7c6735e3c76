package weft.proxy.balance;

import java.util.List;
import java.util.random.RandomGenerator;

/** The power of two choices (Mitzenmacher 2001). Source: docs/spec/outbound.md 20.3. */
final class PowerOfTwo {
  private PowerOfTwo() {}

  /** The cheaper of two candidates drawn at random. Pure; {@code ready} is not empty. */
  static <E extends HasCost> E pick(List<E> ready, long nowNanos, RandomGenerator random) {
    int n = ready.size();
    if (n == 1) {
      return ready.getFirst();
    }
    int i = random.nextInt(n);
    int j = (i + 1 + random.nextInt(n - 1)) % n; // never i, and fair
    E a = ready.get(i);
    E b = ready.get(j);
    return a.cost(nowNanos) <= b.cost(nowNanos) ? a : b;
  }
}
