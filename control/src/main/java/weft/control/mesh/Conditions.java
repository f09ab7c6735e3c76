package weft.control.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What conditions of requests and of responses have in common: they nest. */
final class Conditions {
  private static final int DEEPEST = 20;

  private Conditions() {}

  /** The condition under a key, which must be there. */
  static Optional<Value> required(Fields fields, String accepted) {
    var condition = fields.value("condition");
    if (condition.isEmpty()) {
      fields.missing("condition", accepted);
    }
    return condition;
  }

  /** False after an error: nobody nests them so deep, and reading them would end the stack. */
  static boolean admits(Value value, int depth) {
    if (depth >= DEEPEST) {
      value.refuse("conditions nested " + DEEPEST + " deep at most");
    }
    return depth < DEEPEST;
  }

  /** The one part, or all of them together. */
  static <T> Optional<T> together(
      Value owner, List<T> parts, String accepted, java.util.function.Function<List<T>, T> all) {
    return switch (parts.size()) {
      case 0 -> {
        owner.refuse(accepted);
        yield Optional.empty();
      }
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(all.apply(parts));
    };
  }

  /** The items of a list of conditions, none of which may be nothing. */
  static <T> List<T> each(Value list, java.util.function.Function<Value, Optional<T>> read) {
    var found = new ArrayList<T>();
    for (var item : list.items()) {
      if (item.isNull()) {
        item.refuse("a condition");
      } else {
        read.apply(item).ifPresent(found::add);
      }
    }
    return found;
  }
}
