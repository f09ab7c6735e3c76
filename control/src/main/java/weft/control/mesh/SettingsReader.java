package weft.control.mesh;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.MeshSettings.Issuer;
import weft.control.mesh.MeshSettings.Join;
import weft.control.mesh.MeshSettings.Listen;
import weft.control.mesh.MeshSettings.Pem;

/** Reads {@code kind: Mesh}. */
final class SettingsReader {
  private static final List<Cidr> PRIVATE_NETWORKS =
      List.of(
          Cidr.of("10.0.0.0/8"),
          Cidr.of("100.64.0.0/10"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("fd00::/8"));
  private static final Cidr VIRTUAL_NETWORK = Cidr.of("240.77.0.0/16");
  private static final PortSet OPAQUE_PORTS =
      PortSet.of(List.of(25, 587, 3306, 4444, 5432, 6379, 9300, 11211));
  private static final String DOMAIN = "cluster.local";

  private final Path directory;

  /**
   * @param directory where relative paths start: that of the mesh file
   */
  SettingsReader(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  MeshSettings read(Fields document) {
    var name = MetaReader.read(document).name();
    var spec = document.requiredSection("spec");
    var settings =
        new MeshSettings(
            name,
            spec.orDefault("trustDomain", Syntaxes.DNS_NAME, DOMAIN),
            spec.orDefault("clusterDomain", Syntaxes.DNS_NAME, DOMAIN),
            spec.orDefault("controlPlaneNamespace", Syntaxes.LABEL, "linkerd"),
            networks(spec),
            spec.orDefault("virtualNetwork", Syntaxes.IPV4_NETWORK, VIRTUAL_NETWORK),
            anchors(spec.requiredSection("trustAnchors")),
            issuer(spec.requiredSection("issuer")),
            join(spec),
            listen(spec.section("listen")),
            spec.orDefault(
                "defaultInboundPolicy", Syntaxes.DEFAULT_POLICY, DefaultPolicy.ALL_UNAUTHENTICATED),
            opaquePorts(spec),
            spec.orDefault("outboundTransportMode", Syntaxes.TRANSPORT_HEADER, true),
            spec.orDefault("egressNamespace", Syntaxes.LABEL, "linkerd-egress"),
            spec.optional("state", Syntaxes.PATH).map(this::path).orElse(null));
    spec.end();
    return settings;
  }

  private static List<Cidr> networks(Fields spec) {
    return spec.value("clusterNetworks").isPresent()
        ? spec.list("clusterNetworks", Syntaxes.CIDR)
        : PRIVATE_NETWORKS;
  }

  private static PortSet opaquePorts(Fields spec) {
    return spec.value("defaultOpaquePorts").isPresent()
        ? PortSet.of(spec.list("defaultOpaquePorts", Syntaxes.PORT))
        : OPAQUE_PORTS;
  }

  private Pem anchors(Fields fields) {
    var inline = fields.optional("pem", Syntaxes.ANY_TEXT);
    Pem anchors =
        inline.isPresent()
            ? new Pem.Inline(inline.get())
            : new Pem.File(path(fields.required("file", Syntaxes.PATH, "")));
    fields.end();
    return anchors;
  }

  private Issuer issuer(Fields fields) {
    var issuer =
        new Issuer(
            path(fields.required("certificate", Syntaxes.PATH, "")),
            path(fields.required("key", Syntaxes.PATH, "")),
            fields.orDefault("lifetime", Syntaxes.LIFETIME, Duration.ofHours(24)));
    fields.end();
    return issuer;
  }

  private @Nullable Join join(Fields spec) {
    return spec.value("join").map(value -> joinOf(value.fields())).orElse(null);
  }

  private Join joinOf(Fields fields) {
    var join =
        new Join(
            path(fields.required("key", Syntaxes.PATH, "")),
            new HashSet<>(fields.list("revoked", Syntaxes.ANY_TEXT)));
    fields.end();
    return join;
  }

  private static Listen listen(Fields fields) {
    var listen =
        new Listen(
            fields.orDefault("api", Syntaxes.SOCKET, loopback(8443)),
            fields.orDefault("dns", Syntaxes.SOCKET, loopback(8053)));
    fields.end();
    return listen;
  }

  private static InetSocketAddress loopback(int port) {
    return Addresses.parseSocket("127.0.0.1:" + port).orElseThrow();
  }

  private Path path(String text) {
    return directory.resolve(text);
  }
}
