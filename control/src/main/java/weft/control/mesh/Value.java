package weft.control.mesh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML node with its place and path; reading it as something else reports a problem. */
public final class Value {
  private static final int LONGEST_QUOTE = 60;

  private final Path file;
  private final String path;
  private final Node node;
  private final Problems problems;

  Value(Path file, String path, Node node, Problems problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  public Place place() {
    return placeOf(node);
  }

  Place placeOf(Node at) {
    return at.getStartMark()
        .map(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Place.of(file));
  }

  /** Null where aliases make no more of it than is written. */
  Expansion.@Nullable Excess excess() {
    return Expansion.of(node);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  String path() {
    return path;
  }

  Problems problems() {
    return problems;
  }

  /** Whether nothing stands here. */
  public boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Value child(String key, Node child) {
    return new Value(file, child(key), child, problems);
  }

  /** The mapping that this is; an empty one after an error. */
  public Fields fields() {
    if (node instanceof MappingNode mapping) {
      return Fields.of(this, mapping.getValue());
    }
    if (!isNull()) {
      refuse("a mapping of keys to values");
    }
    return Fields.of(this, List.of());
  }

  /** The list that this is; an empty one after an error. */
  public List<Value> items() {
    if (node instanceof SequenceNode sequence) {
      var nodes = sequence.getValue();
      return IntStream.range(0, nodes.size())
          .mapToObj(i -> new Value(file, path + "[" + i + "]", nodes.get(i), problems))
          .toList();
    }
    if (!isNull()) {
      refuse("a list");
    }
    return List.of();
  }

  /** The scalar that this is; empty after an error. */
  public <T> Optional<T> as(Syntax<T> syntax) {
    var parsed = read(syntax);
    if (parsed.isEmpty()) {
      refuse(syntax.accepted());
    }
    return parsed;
  }

  /** The scalar that this is; empty, and nothing said, where it is another. */
  <T> Optional<T> read(Syntax<T> syntax) {
    return node instanceof ScalarNode scalar && syntax.shape().admits(scalar.getTag())
        ? syntax.parse().apply(scalar.getValue())
        : Optional.empty();
  }

  /** Reports an error: what stands here is not what is accepted. */
  public void refuse(String accepted) {
    problems.error(place(), path, found(), accepted);
  }

  void doubt(String accepted) {
    doubt(found(), accepted);
  }

  void doubt(String what, String accepted) {
    problems.warning(place(), path, what, accepted);
  }

  String found() {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) -> quote(scalar.getValue());
      case ScalarNode scalar -> scalar.getValue();
      default -> "an alias";
    };
  }

  static String quote(String text) {
    var cut = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    return '"' + cut.replace("\n", "\\n") + '"';
  }
}
