package weft.control.mesh;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * How many values a document stands for once its aliases are written out: a few lines can stand for
 * billions, or without end. Each node is counted once, so that counting takes no longer than
 * reading. For one document.
 */
final class Expansion {
  private static final long MOST = 100_000;
  private static final int MOST_TIMES = 10;
  private static final long BEING_COUNTED = -1;

  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private long written;
  private @Nullable Node endless;

  private Expansion() {}

  /** What is wrong, and where. */
  record Excess(Node at, String found) {}

  /** Null for a document that is about as long as it is written. */
  static @Nullable Excess of(Node document) {
    var expansion = new Expansion();
    long size = expansion.size(document);
    if (expansion.endless != null) {
      return new Excess(expansion.endless, "something that contains itself, by an alias");
    }
    return size > MOST && size / MOST_TIMES > expansion.written
        ? new Excess(document, "aliases by which it stands for " + size + " values")
        : null;
  }

  private long size(Node node) {
    var parts = parts(node);
    if (parts.isEmpty()) {
      written++;
      return 1;
    }
    var known = sizes.putIfAbsent(node, BEING_COUNTED);
    if (known == null) {
      written++;
      long size = sum(parts);
      sizes.put(node, size);
      return size;
    }
    if (known == BEING_COUNTED) {
      endless = node;
      return 1;
    }
    return known;
  }

  private long sum(List<Node> parts) {
    long sum = 1;
    for (var part : parts) {
      sum = Math.min(sum + size(part), Long.MAX_VALUE / 2);
    }
    return sum;
  }

  private static List<Node> parts(Node node) {
    return switch (node) {
      case SequenceNode list -> list.getValue();
      case MappingNode mapping ->
          mapping.getValue().stream()
              .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
              .toList();
      default -> List.of();
    };
  }
}
