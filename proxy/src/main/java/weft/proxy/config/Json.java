package weft.proxy.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259) and where it starts, both counted from 1.
 *
 * <p>The value is a {@code Map<String, Json>} in the text's order, a {@code List<Json>}, a String,
 * Long, Double or Boolean, or null. Typed readers throw what the user is told.
 */
record Json(@Nullable Object value, int line, int column) {
  /** What is wrong and where. */
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;

    Bad(int line, int column, String what) {
      super(line + ":" + column + ": " + what, null, false, false);
    }
  }

  static Json parse(String text) throws Bad {
    return new JsonReader(text).read();
  }

  Bad bad(String what) {
    return new Bad(line, column, what);
  }

  @SuppressWarnings("unchecked") // the reader makes only maps of this type
  Map<String, Json> object(String what) throws Bad {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Json>) map;
    }
    throw expected(what, "an object");
  }

  @SuppressWarnings("unchecked") // the reader makes only lists of this type
  List<Json> list(String what) throws Bad {
    if (value instanceof List<?> list) {
      return (List<Json>) list;
    }
    throw expected(what, "a list");
  }

  String string(String what) throws Bad {
    if (value instanceof String string) {
      return string;
    }
    throw expected(what, "a string");
  }

  int port(String what) throws Bad {
    if (value instanceof Long number && number > 0 && number <= 0xffff) {
      return number.intValue();
    }
    throw expected(what, "a port from 1 to 65535");
  }

  Bad expected(String what, String accepted) {
    return bad(what + " must be " + accepted + ", found: " + describe());
  }

  private String describe() {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> "an object";
      case List<?> list -> "a list";
      case String string -> Quoted.of(string);
      default -> String.valueOf(value);
    };
  }
}
