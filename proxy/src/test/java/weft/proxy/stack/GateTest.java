package weft.proxy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();

  @Test
  void anOpenGateLetsEverybodyIn() {
    for (int i = 0; i < 10; i++) {
      assertThat(gate.enter()).isTrue();
    }
    assertThat(gate.isReady()).isTrue();
  }

  @Test
  void aShutGateLetsNobodyIn() {
    gate.shut();
    assertThat(gate.enter()).isFalse();
    assertThat(gate.isReady()).isFalse();
  }

  @Test
  void aLimitedGateShutsBehindTheLastPermit() {
    gate.limit(2);
    assertThat(gate.enter()).isTrue();
    assertThat(gate.isReady()).isTrue();
    assertThat(gate.enter()).isTrue();
    assertThat(gate.isReady()).isFalse();
    assertThat(gate.enter()).isFalse();
  }

  @Test
  void changesAreTold() {
    var seen = new ArrayList<Boolean>();
    gate.onChange(() -> seen.add(gate.isReady()));
    gate.shut();
    gate.shut();
    gate.limit(1);
    gate.enter();
    gate.open();
    assertThat(seen).containsExactly(false, true, false, true);
  }
}
