package weft.control.mesh;

/**
 * One YAML document that is a resource.
 *
 * @param group the API group that {@code apiVersion} names, or the kind's only one
 */
record Document(Kind kind, String group, Fields fields) {

  /** The value at a path of keys, or the nearest one above it that is there. */
  Value at(String... path) {
    var value = fields.owner();
    for (var key : path) {
      var below = value.fields().value(key);
      if (below.isEmpty()) {
        return value;
      }
      value = below.get();
    }
    return value;
  }

  void doubt(String found, String accepted, String... path) {
    var value = at(path);
    value.problems().warning(value.place(), value.path(), found, accepted);
  }
}
