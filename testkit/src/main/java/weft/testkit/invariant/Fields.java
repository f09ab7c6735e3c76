package weft.testkit.invariant;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** Finds the invariants that a test keeps in its fields. */
final class Fields {
  private Fields() {}

  /** Values that are invariants, of all fields of the object and its superclasses. */
  static List<Invariant> invariantsOf(Object test) {
    var found = new ArrayList<Invariant>();
    for (Class<?> type = test.getClass(); type != null; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!field.getType().isPrimitive() && value(field, test) instanceof Invariant invariant) {
          found.add(invariant);
        }
      }
    }
    return found;
  }

  private static Object value(Field field, Object test) {
    try {
      field.setAccessible(true);
      return field.get(test);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }
}
