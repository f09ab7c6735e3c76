package weft.control.mesh;

/** A machine, of which only the zone matters. */
public record Node(Meta meta) implements Resource {
  static final String ZONE = "topology.kubernetes.io/zone";

  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  static Node read(Fields document) {
    var meta = MetaReader.read(document);
    document.ignore("spec", "status");
    return new Node(meta);
  }
}
