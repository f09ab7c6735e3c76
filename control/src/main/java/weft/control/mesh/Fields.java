package weft.control.mesh;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping while it is read. Whoever reads it asks for each key that it knows and ends with {@link
 * #end()}, which reports the keys that nobody asked for.
 */
public final class Fields {
  private final Value owner;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Value owner) {
    this.owner = owner;
  }

  static Fields of(Value owner, List<NodeTuple> tuples) {
    var fields = new Fields(owner);
    for (var tuple : tuples) {
      fields.add(tuple.getKeyNode(), tuple.getValueNode());
    }
    return fields;
  }

  private void add(Node keyNode, Node valueNode) {
    var place = owner.placeOf(keyNode);
    if (!(keyNode instanceof ScalarNode scalar)) {
      owner.problems().error(place, owner.path(), "a key that is no scalar", "a text as key");
      return;
    }
    var key = scalar.getValue();
    var value = owner.child(key, valueNode);
    if (values.putIfAbsent(key, value) == null) {
      places.put(key, place);
    } else {
      owner
          .problems()
          .error(
              place,
              value.path(),
              "this key a second time",
              "each key once; the first is at " + places.get(key));
    }
  }

  Value owner() {
    return owner;
  }

  /** Every key with its value, in the order of the file. */
  public Map<String, Value> all() {
    return values;
  }

  /** Keys that are legal here and mean nothing to a mesh without a cluster. */
  Fields ignore(String... keys) {
    known.addAll(List.of(keys));
    return this;
  }

  /** The value of a key, where it is given and not null. */
  public Optional<Value> value(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isNull());
  }

  /** The scalar of a key; empty where it is absent, and after an error. */
  public <T> Optional<T> optional(String key, Syntax<T> syntax) {
    return value(key).flatMap(value -> value.as(syntax));
  }

  /** The scalar of a key, or what stands for its absence. */
  public <T> T orDefault(String key, Syntax<T> syntax, T absent) {
    return optional(key, syntax).orElse(absent);
  }

  /**
   * The value of a key that must be there.
   *
   * @param standIn what to go on with after an error, so that the rest is read too
   */
  public <T> T required(String key, Syntax<T> syntax, T standIn) {
    var value = value(key);
    if (value.isEmpty()) {
      missing(key, syntax.accepted());
    }
    return value.flatMap(present -> present.as(syntax)).orElse(standIn);
  }

  /** The mapping under a key; one without keys where it is absent. */
  public Fields section(String key) {
    return value(key).map(Value::fields).orElseGet(() -> new Fields(owner));
  }

  /** The mapping under a key that must be there. */
  public Fields requiredSection(String key) {
    if (value(key).isEmpty()) {
      missing(key, "a mapping of keys to values");
    }
    return section(key);
  }

  List<Value> list(String key) {
    return value(key).map(Value::items).orElse(List.of());
  }

  <T> List<T> list(String key, Syntax<T> syntax) {
    return list(key).stream().flatMap(item -> item.as(syntax).stream()).toList();
  }

  /** A mapping from names to texts, in its order. */
  Map<String, String> texts(String key) {
    var texts = new LinkedHashMap<String, String>();
    section(key)
        .all()
        .forEach(
            (name, value) -> value.as(Syntaxes.ANY_TEXT).ifPresent(text -> texts.put(name, text)));
    return texts;
  }

  /** Reports that a key is not there. */
  public void missing(String key, String accepted) {
    owner.problems().error(owner.place(), owner.child(key), "nothing", accepted);
  }

  void end() {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            owner
                .problems()
                .error(
                    placeOfKey(key),
                    value.path(),
                    "a key that is not known here",
                    Nearest.hint(key, known));
          }
        });
  }

  private Place placeOfKey(String key) {
    return places.getOrDefault(key, owner.place());
  }
}
