package weft.proxy.policy;

import java.util.Map;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;

/**
 * Reads names: from metadata, or from labels as older control planes send them. Pure. Source:
 * docs/spec/inbound.md 5.3.
 */
final class MetaMessages {
  private static final String GROUP = "policy.linkerd.io";

  private MetaMessages() {}

  static Meta read(Metadata metadata) throws Invalid {
    return switch (metadata.getKindCase()) {
      case DEFAULT -> Meta.ofDefault(metadata.getDefault());
      case RESOURCE -> resource(metadata.getResource());
      case KIND_NOT_SET -> throw new Invalid("metadata without a kind");
    };
  }

  private static Meta resource(Resource resource) {
    return new Meta(resource.getGroup(), resource.getKind(), resource.getName());
  }

  /**
   * From labels {@code name}, {@code kind} and {@code group}.
   *
   * @param usualKind the kind of a plain name
   */
  static Meta read(Map<String, String> labels, String usualKind) throws Invalid {
    String name = labels.get("name");
    if (name == null) {
      throw new Invalid("the label name is missing");
    }
    String group = labels.getOrDefault("group", GROUP);
    String kind = labels.get("kind");
    return kind == null ? split(group, name, usualKind) : new Meta(group, kind, name);
  }

  /** A name may carry its kind before a colon. */
  private static Meta split(String group, String name, String usualKind) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return new Meta(group, usualKind, name);
    }
    String kind = name.substring(0, colon);
    String rest = name.substring(colon + 1);
    return kind.equals("default") ? Meta.ofDefault(rest) : new Meta(group, kind, rest);
  }
}
