package weft.control.mesh;

/** Reads an ExternalGroup manifest. */
final class GroupReader {
  private GroupReader() {}

  static ExternalGroup read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.ignore("status").requiredSection("spec").ignore("probes");
    var template = spec.requiredSection("template");
    var metadata = template.section("metadata");
    var instance = template.requiredSection("spec");
    var group =
        new ExternalGroup(
            meta,
            MetaReader.labels(metadata),
            MetaReader.annotations(metadata),
            IdentityReader.read(instance),
            WorkloadPorts.announced(instance));
    instance.end();
    metadata.end();
    template.end();
    spec.end();
    return group;
  }
}
