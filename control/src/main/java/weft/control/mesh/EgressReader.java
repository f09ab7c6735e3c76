package weft.control.mesh;

import java.util.List;

/** Reads an EgressNetwork manifest (control-plane.md 10.2, 15.2). */
final class EgressReader {
  private EgressReader() {}

  static EgressNetwork read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.ignore("status").requiredSection("spec");
    var network =
        new EgressNetwork(
            meta,
            spec.required("trafficPolicy", Syntaxes.oneOf("Allow", "Deny"), "Deny").equals("Allow"),
            blocks(spec),
            TrafficReader.ofParent(document));
    spec.end();
    return network;
  }

  private static List<EgressNetwork.Block> blocks(Fields spec) {
    var given = spec.value("networks");
    var blocks = spec.list("networks").stream().map(EgressReader::block).toList();
    given
        .filter(_ -> blocks.isEmpty())
        .ifPresent(value -> value.refuse("at least one network, or no such key"));
    return blocks;
  }

  private static EgressNetwork.Block block(Value item) {
    var fields = item.fields();
    var cidr = fields.required("cidr", Syntaxes.CIDR, Cidr.of("0.0.0.0/0"));
    for (var except : fields.list("except")) {
      except
          .as(Syntaxes.CIDR)
          .filter(part -> !cidr.contains(part.address()) || part.prefix() <= cidr.prefix())
          .ifPresent(_ -> except.refuse("a part of " + cidr));
    }
    var block = new EgressNetwork.Block(cidr, fields.list("except", Syntaxes.CIDR));
    fields.end();
    return block;
  }
}
