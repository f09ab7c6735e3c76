package weft.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest {
  private static final int DRAWS = 100_000;

  private record Ranked(int rank) implements HasCost {
    @Override
    public double cost(long nowNanos) {
      return rank;
    }
  }

  private record Equal(int number) implements HasCost {
    @Override
    public double cost(long nowNanos) {
      return 1;
    }
  }

  private static List<Ranked> ranked(int... ranks) {
    return Arrays.stream(ranks).mapToObj(Ranked::new).toList();
  }

  @Test
  void shareFollowsRank() { // rank r of 5 wins iff drawn with a dearer one
    var random = new SplittableRandom(7);
    var five = ranked(0, 1, 2, 3, 4);
    int[] wins = new int[5];
    for (int i = 0; i < DRAWS; i++) {
      wins[PowerOfTwo.pick(five, 0, random).rank()]++;
    }
    for (int r = 0; r < 5; r++) {
      double p = (4 - r) / 10.0;
      double error = 5 * Math.sqrt(p * (1 - p) / DRAWS);
      assertThat(wins[r] / (double) DRAWS).isCloseTo(p, within(error));
    }
  }

  @Test
  void theOnlyOneIsChosenWithoutChance() {
    assertThat(PowerOfTwo.pick(ranked(3), 0, new SplittableRandom(0)).rank()).isEqualTo(3);
  }

  @Test
  void equalCostsShareEvenly() {
    var random = new SplittableRandom(3);
    var same = List.of(new Equal(0), new Equal(1), new Equal(2));
    int[] wins = new int[3];
    for (int i = 0; i < DRAWS; i++) {
      Equal chosen = PowerOfTwo.pick(same, 0, random);
      for (int k = 0; k < 3; k++) {
        wins[k] += same.get(k).equals(chosen) ? 1 : 0;
      }
    }
    for (int won : wins) {
      assertThat(won / (double) DRAWS).isCloseTo(1 / 3.0, within(0.01));
    }
  }
}
