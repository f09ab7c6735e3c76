package weft.control.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value. Immutable; {@code toString} is its text on one line. */
public sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {
    @Override
    public String toString() {
      return JsonPrinter.line(this);
    }
  }

  /** A number, exact. */
  record Numeral(BigDecimal value) implements Json {
    @Override
    public String toString() {
      return JsonPrinter.line(this);
    }
  }

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements Json {
    @Override
    public String toString() {
      return JsonPrinter.line(this);
    }
  }

  /** {@code null}. */
  record Nothing() implements Json {
    @Override
    public String toString() {
      return "null";
    }
  }

  /** An array. */
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return JsonPrinter.line(this);
    }
  }

  /** An object; keeps the order of its members. The accessors name the member they fail at. */
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The string at a name. */
    public String text(String name) throws JsonException {
      if (values.get(name) instanceof Text(var value)) {
        return value;
      }
      throw unexpected(name, "a string");
    }

    /** The string at a name, or null where the member is absent. */
    public @Nullable String optionalText(String name) throws JsonException {
      return values.containsKey(name) ? text(name) : null;
    }

    /** The whole number at a name. */
    public long whole(String name) throws JsonException {
      if (values.get(name) instanceof Numeral(var value)) {
        try {
          return value.longValueExact();
        } catch (ArithmeticException e) {
          throw unexpected(name, "a whole number");
        }
      }
      throw unexpected(name, "a whole number");
    }

    /** The object at a name. */
    public Members members(String name) throws JsonException {
      if (values.get(name) instanceof Members members) {
        return members;
      }
      throw unexpected(name, "an object");
    }

    /** The array of strings at a name. */
    public List<String> texts(String name) throws JsonException {
      if (values.get(name) instanceof Items(var items)
          && items.stream().allMatch(Text.class::isInstance)) {
        return items.stream().map(item -> ((Text) item).value()).toList();
      }
      throw unexpected(name, "an array of strings");
    }

    private JsonException unexpected(String name, String wanted) {
      var found = values.get(name);
      var text = found == null ? "nothing" : JsonPrinter.excerpt(found);
      return new JsonException("member \"" + name + "\": expected " + wanted + ", found " + text);
    }

    @Override
    public String toString() {
      return JsonPrinter.line(this);
    }
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(long value) {
    return new Numeral(BigDecimal.valueOf(value));
  }

  static Json of(boolean value) {
    return new Truth(value);
  }

  static Json ofTexts(List<String> values) {
    return new Items(values.stream().map(Json::of).toList());
  }

  /**
   * Reads one object and nothing beside it.
   *
   * @throws JsonException if the text is anything else, repeats a name, or nests deeper than 32
   */
  static Members parseObject(String text) throws JsonException {
    if (new JsonParser(text).parse() instanceof Members members) {
      return members;
    }
    throw new JsonException("expected an object");
  }

  /** The value over several lines, two spaces a level, with a line feed at the end. */
  default String pretty() {
    return JsonPrinter.lines(this);
  }
}
