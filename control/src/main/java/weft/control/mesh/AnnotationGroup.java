package weft.control.mesh;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Annotations that count together: one that is wrong makes all of them count for nothing. */
final class AnnotationGroup {
  static final Syntax<Integer> U16 = text("a whole number from 0 to 65535", 65535);
  static final Syntax<Integer> U31 = text("a whole number up to 999999999", 999_999_999);
  static final Syntax<Boolean> BOOLEAN = Syntax.text("true or false", AnnotationGroup::truth);
  static final long MOST_MILLIS = 0xffff_ffffL;

  private final Fields annotations;
  private final boolean strict;
  private boolean good = true;

  /**
   * A group of which nothing is read yet.
   *
   * @param strict whether what is wrong is an error, and not only a warning
   */
  AnnotationGroup(Fields annotations, boolean strict) {
    this.annotations = annotations;
    this.strict = strict;
  }

  boolean isGood() {
    return good;
  }

  <T> Optional<T> get(String key, Syntax<T> syntax) {
    var value = annotations.value(key);
    var read = value.flatMap(given -> given.read(syntax));
    if (value.isPresent() && read.isEmpty()) {
      wrong(value.get(), syntax.accepted());
    }
    return read;
  }

  Duration span(String key, Duration absent) {
    return get(key, Syntaxes.SPAN).orElse(absent);
  }

  /** Null where it is absent or zero. */
  @Nullable Duration positive(String key) {
    return get(key, Syntaxes.SPAN).filter(Duration::isPositive).orElse(null);
  }

  /** What must hold of values that are each good; told at the key. */
  void require(boolean holds, String key, String accepted) {
    if (!holds && good) {
      wrong(annotations.value(key).orElseGet(annotations::owner), accepted);
    }
  }

  private void wrong(Value value, String accepted) {
    good = false;
    if (strict) {
      value.refuse(accepted);
    } else {
      value.doubt(value.found() + ", so that this and what belongs to it is ignored", accepted);
    }
  }

  /** A decimal from 0 to a limit. */
  static Syntax<Double> ratio(int most) {
    return Syntax.text(
        "a number from 0 to " + most,
        text ->
            decimal(text)
                .filter(n -> n.signum() >= 0 && n.doubleValue() <= most)
                .map(BigDecimal::doubleValue));
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return text.length() > 20 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Syntax<Integer> text(String accepted, int most) {
    return Syntax.text(accepted, text -> Addresses.number(text, 0, most));
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
