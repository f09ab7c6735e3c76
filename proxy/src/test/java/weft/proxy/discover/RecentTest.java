package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  @Test
  void aboveTheLimitTheLongestUnusedGoes() {
    var recent = new Recent<String, Integer>(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).isEqualTo(1);
    recent.put("c", 3);
    assertThat(recent.get("b")).isNull();
    assertThat(recent.get("a")).isEqualTo(1);
    assertThat(recent.remove("c")).isEqualTo(3);
    assertThat(recent.get("c")).isNull();
  }
}
