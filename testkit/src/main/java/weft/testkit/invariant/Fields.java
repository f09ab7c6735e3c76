package weft.testkit.invariant;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** Finds what a test keeps in its fields. */
final class Fields {
  private Fields() {}

  /** Values of a type, of all fields of the object and its superclasses. */
  static <T> List<T> valuesOf(Object test, Class<T> wanted) {
    var found = new ArrayList<T>();
    for (Class<?> type = test.getClass(); type != null; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!field.getType().isPrimitive() && wanted.isInstance(value(field, test))) {
          found.add(wanted.cast(value(field, test)));
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
