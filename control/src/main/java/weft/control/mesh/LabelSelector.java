package weft.control.mesh;

import java.util.List;
import java.util.Map;

/**
 * Which labels a resource must carry: all of these.
 *
 * @param labels with these values
 */
public record LabelSelector(Map<String, String> labels, List<Requirement> requirements) {
  static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());

  public LabelSelector {
    labels = Map.copyOf(labels);
    requirements = List.copyOf(requirements);
  }

  /** One of {@code matchExpressions}. */
  public record Requirement(String key, String operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean isMetBy(Map<String, String> labels) {
      var value = labels.get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        default -> value == null;
      };
    }
  }

  public boolean matches(Map<String, String> carried) {
    return carried.entrySet().containsAll(labels.entrySet())
        && requirements.stream().allMatch(requirement -> requirement.isMetBy(carried));
  }

  static LabelSelector read(Value value) {
    var fields = value.fields();
    var selector =
        new LabelSelector(
            fields.texts("matchLabels"),
            fields.list("matchExpressions").stream().map(LabelSelector::requirement).toList());
    fields.end();
    return selector;
  }

  private static Requirement requirement(Value item) {
    var fields = item.fields();
    var requirement =
        new Requirement(
            fields.required("key", Syntaxes.ANY_TEXT, ""),
            fields.required(
                "operator", Syntaxes.oneOf("In", "NotIn", "Exists", "DoesNotExist"), "Exists"),
            fields.list("values", Syntaxes.ANY_TEXT));
    fields.end();
    return requirement;
  }
}
