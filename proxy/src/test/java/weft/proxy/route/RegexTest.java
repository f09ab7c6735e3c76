package weft.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @Test
  void theLeftmostMatchMustBeTheWhole() {
    assertThat(Regex.of("a|ab").spans("ab")).isFalse();
    assertThat(Regex.of("ab|a").spans("ab")).isTrue();
    assertThat(Regex.of("b").spans("ab")).isFalse();
    assertThat(Regex.of("").spans("")).isTrue();
  }

  @Test
  void somePartIsFound() {
    assertThat(Regex.of("^a|b$").finds("xb")).isTrue();
    assertThat(Regex.of("^a|b$").finds("bx")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a**", "(?=a)", "(a)\\1", "[z-a]", "a{2000}"})
  void whatIsNoPatternIsRefusedWithTheReason(String text) {
    assertThatThrownBy(() -> Regex.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern " + text + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100}){100}){100}",
        "(((((((a{9}){9}){9}){9}){9}){9}){9}){9}",
        "([)]{100}\\Q)\\E){100}",
        "((?:a|b){0,99}\\)){100}",
        "([[:alpha:])]{100}[](]){99}"
      })
  void whatWouldTakeTooMuchMemoryIsRefused(String text) {
    assertThatThrownBy(() -> Regex.of(text)).hasMessageContaining("at most 5000");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "a{3}, 3",
    "(ab){3}, 9",
    "(a{2}|b){3}, 15",
    "[a-z{9}]{2}, 2",
    "a{x}, 4",
    "/users/[^/]+, 9"
  })
  void stepsAreEstimated(String text, int steps) {
    assertThat(PatternSize.of(text)).isEqualTo(steps);
  }

  @Test
  void aPatternIsNotLongerThanTheLimit() {
    assertThatThrownBy(() -> Regex.of("a".repeat(Regex.LONGEST + 1)))
        .hasMessage("pattern of 4097 characters: at most 4096 are taken");
  }

  @Test
  void whatTakesOtherEnginesForEverIsLinear() {
    assertThat(Regex.of("(a*)*b").spans("a".repeat(5_000))).isFalse();
  }
}
