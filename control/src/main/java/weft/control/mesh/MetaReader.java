package weft.control.mesh;

import java.util.Map;

/** Reads {@code metadata}, as Kubernetes writes it. */
final class MetaReader {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final String[] IGNORED = {
    "uid",
    "creationTimestamp",
    "generation",
    "resourceVersion",
    "managedFields",
    "selfLink",
    "ownerReferences",
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
    var meta = new Meta(new ObjectName(namespace, name), labels(fields), annotations(fields));
    fields.end();
    return meta;
  }

  static Map<String, String> labels(Fields metadata) {
    return metadata.texts("labels");
  }

  static Map<String, String> annotations(Fields metadata) {
    return metadata.texts("annotations");
  }
}
