package weft.control.mesh;

import org.jspecify.annotations.Nullable;

/** Reads {@code meshTLS}: who a workload is; absent for one without a proxy. */
final class IdentityReader {
  private IdentityReader() {}

  static @Nullable PeerIdentity read(Fields spec) {
    // The first version of the resource wrote meshTls.
    return spec.value("meshTLS")
        .or(() -> spec.value("meshTls"))
        .map(value -> identity(value.fields()))
        .orElse(null);
  }

  private static PeerIdentity identity(Fields fields) {
    var identity = fields.required("identity", Syntaxes.IDENTITY, "");
    var serverName = fields.optional("serverName", Syntaxes.DNS_NAME);
    var peer = new PeerIdentity(identity, serverName.orElse(identity));
    if (peer.isUri() && serverName.isEmpty()) {
      fields.missing("serverName", "a DNS name: peers of a URI identity need one");
    }
    fields.end();
    return peer;
  }
}
