package weft.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.SigningKey;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.ObjectName;
import weft.control.mesh.PeerIdentity;
import weft.control.mesh.WorkloadPort;
import weft.control.token.IdentityDomain;
import weft.control.token.JoinFile;
import weft.control.token.TokenSigner;
import weft.control.token.Workload;

/** Writes join files for what a mesh file declares (contracts, 5). */
final class Joins {
  private final Mesh mesh;
  private final Reach reach;
  private final InstantSource clock;
  private final SecureRandom random;

  Joins(Mesh mesh, Reach reach, InstantSource clock, SecureRandom random) {
    this.mesh = mesh;
    this.reach = reach;
    this.clock = clock;
    this.random = random;
  }

  /** A file for one instance at the addresses that the mesh file gives it. */
  JoinFile forWorkload(ObjectName name, Duration ttl) throws IOException, Trouble, BadKeyMaterial {
    var workload = mesh.workload(name).orElseThrow(() -> unknown("ExternalWorkload", name));
    return file(
        new JoinFile.Subject.Workload(name.name()),
        new Member("workload", name, workload.identity(), workload.ips(), workload.ports()),
        ttl);
  }

  /** A file that any number of instances may share. */
  JoinFile forGroup(ObjectName name, Duration ttl) throws IOException, Trouble, BadKeyMaterial {
    var group = mesh.group(name).orElseThrow(() -> unknown("ExternalGroup", name));
    return file(
        new JoinFile.Subject.Group(name.name()),
        new Member("group", name, group.identity(), List.of(), group.ports()),
        ttl);
  }

  /** What workloads and groups have in common. */
  private record Member(
      String what,
      ObjectName name,
      @Nullable PeerIdentity identity,
      List<InetAddress> ips,
      List<WorkloadPort> ports) {}

  private JoinFile file(JoinFile.Subject subject, Member member, Duration ttl)
      throws IOException, Trouble, BadKeyMaterial {
    var settings = mesh.settings();
    var account = account(member);
    var signer = new TokenSigner(joinKey(settings), clock, random);
    var group = subject instanceof JoinFile.Subject.Group(var name) ? name : null;
    return new JoinFile(
        reach.controlFor(settings),
        settings.controlName(),
        reach.dnsFor(settings),
        settings.trustDomain(),
        settings.clusterDomain(),
        member.name().namespace(),
        subject,
        domain().nameOf(account),
        member.ips().stream().map(InetAddress::getHostAddress).toList(),
        applicationPorts(member),
        inboundPort(member),
        settings.trustAnchors().read(),
        signer.sign(signer.draft(account, group, ttl)));
  }

  /** The service account behind an identity, which must be one that our issuer signs. */
  private Workload account(Member member) throws Trouble {
    var identity = member.identity();
    if (identity == null) {
      throw new Trouble(
          "%s %s is not meshed: give it spec.meshTLS.identity in the mesh file"
              .formatted(member.what(), member.name()));
    }
    var name = identity.identity();
    var suffix = ".serviceaccount.identity." + domain().controlPlaneNamespace();
    int end = name.indexOf(suffix);
    int dot = name.lastIndexOf('.', end - 1);
    if (end > 0 && dot > 0) {
      var account = new Workload(name.substring(dot + 1, end), name.substring(0, dot));
      if (domain().nameOf(account).equals(name)) {
        return requireNamespace(member, account);
      }
    }
    throw new Trouble(
        "%s %s has the identity %s, but this mesh's issuer signs only SERVICEACCOUNT.NAMESPACE%s.%s"
            .formatted(member.what(), member.name(), name, suffix, domain().trustDomain()));
  }

  private static Workload requireNamespace(Member member, Workload account) throws Trouble {
    if (!account.namespace().equals(member.name().namespace())) {
      throw new Trouble(
          "%s %s has an identity of another namespace, %s: a token is for its own only"
              .formatted(member.what(), member.name(), account.namespace()));
    }
    return account;
  }

  private IdentityDomain domain() {
    var settings = mesh.settings();
    return new IdentityDomain(settings.controlPlaneNamespace(), settings.trustDomain());
  }

  private static SigningKey joinKey(MeshSettings settings)
      throws IOException, Trouble, BadKeyMaterial {
    if (settings.join() == null) {
      throw new Trouble(
          "the mesh file has no spec.join.key, so no token can be signed: `weft ca init` makes one");
    }
    return SigningKey.read(settings.join().key());
  }

  private static SortedMap<String, Integer> applicationPorts(Member member) {
    var ports = new TreeMap<String, Integer>();
    for (var port : member.ports()) {
      boolean fixed = port.number() != 0;
      if (fixed && !port.name().equals(ExternalWorkload.PROXY_PORT)) {
        ports.put(port.name(), port.number());
      }
    }
    return ports;
  }

  private static int inboundPort(Member member) {
    return member.ports().stream()
        .filter(port -> port.name().equals(ExternalWorkload.PROXY_PORT) && port.number() != 0)
        .mapToInt(WorkloadPort::number)
        .findFirst()
        .orElse(ExternalWorkload.DEFAULT_INBOUND_PORT);
  }

  private Trouble unknown(String kind, ObjectName name) {
    return new Trouble(
        "the mesh file has no %s %s in namespace %s; it has: %s"
            .formatted(kind, name.name(), name.namespace(), declared(kind)));
  }

  private String declared(String kind) {
    var names =
        (kind.equals("ExternalGroup")
                ? mesh.groups().stream().map(group -> group.meta().id())
                : mesh.workloads().stream().map(workload -> workload.meta().id()))
            .sorted()
            .map(ObjectName::toString)
            .limit(20)
            .toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
