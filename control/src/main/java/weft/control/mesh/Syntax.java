package weft.control.mesh;

import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * How a scalar is written: the words that explain it in an error, the YAML type, the parser.
 *
 * @param accepted completes the sentence "accepted: ..."
 * @param parse empty for a text that is not of this syntax
 */
public record Syntax<T>(String accepted, Shape shape, Function<String, Optional<T>> parse) {

  /** Which YAML scalars may be read: {@code port: "80"} is a text and no number. */
  public enum Shape {
    TEXT,
    NUMBER,
    TEXT_OR_NUMBER,
    TRUTH,
    SCALAR;

    boolean admits(Tag tag) {
      return switch (this) {
        case TEXT -> tag.equals(Tag.STR);
        case NUMBER -> tag.equals(Tag.INT);
        case TEXT_OR_NUMBER -> tag.equals(Tag.STR) || tag.equals(Tag.INT);
        case TRUTH -> tag.equals(Tag.BOOL);
        case SCALAR -> !tag.equals(Tag.NULL);
      };
    }
  }

  /** A syntax of texts. */
  public static <T> Syntax<T> text(String accepted, Function<String, Optional<T>> parse) {
    return new Syntax<>(accepted, Shape.TEXT, parse);
  }
}
