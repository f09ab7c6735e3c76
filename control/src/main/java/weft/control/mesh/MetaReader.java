package weft.control.mesh;

import java.util.Map;

/** Reads {@code metadata}, as Kubernetes writes it. */
final class MetaReader {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final String[] IGNORED = {
    "uid",
    "generation",
    "resourceVersion",
    "managedFields",
    "selfLink",
    "finalizers",
    "generateName",
    "deletionTimestamp",
    "deletionGracePeriodSeconds"
  };

  private MetaReader() {}

  static Meta read(Fields document) {
    var fields = document.requiredSection("metadata").ignore(IGNORED);
    var name = fields.required("name", Syntaxes.NAME, "");
    var namespace = fields.orDefault("namespace", Syntaxes.LABEL, DEFAULT_NAMESPACE);
    var meta =
        new Meta(
            new ObjectName(namespace, name),
            labels(fields),
            annotations(fields),
            fields.optional("creationTimestamp", Syntaxes.INSTANT).orElse(null),
            fields.list("ownerReferences").stream().map(MetaReader::owner).toList());
    fields.end();
    return meta;
  }

  private static Meta.Owner owner(Value item) {
    var fields = item.fields().ignore("apiVersion", "uid", "controller", "blockOwnerDeletion");
    var owner =
        new Meta.Owner(
            fields.required("kind", Syntaxes.ANY_TEXT, ""),
            fields.required("name", Syntaxes.ANY_TEXT, ""));
    fields.end();
    return owner;
  }

  static Map<String, String> labels(Fields metadata) {
    return metadata.texts("labels");
  }

  static Map<String, String> annotations(Fields metadata) {
    return metadata.texts("annotations");
  }
}
