package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortSetTest {
  private static PortSet parse(String text) {
    return PortSet.parse(text, name -> name.equals("http") ? Optional.of(80) : Optional.empty());
  }

  @Test
  void numbersRangesAndNamesAreRead() {
    assertThat(parse("25, 587,8000-8002,http")).hasToString("25,80,587,8000,8001,8002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0", "65536", "-1", "9-5", "grpc", "1-", "+5"})
  void whatIsNoPortIsLeftOut(String text) {
    assertThat(parse(text)).isEqualTo(PortSet.EMPTY);
  }
}
