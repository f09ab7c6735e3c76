package weft.control.registry;

import io.grpc.Status;
import io.grpc.StatusException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.api.registry.Announcement;
import weft.control.identity.Peer;
import weft.control.mesh.Addresses;
import weft.control.mesh.ExternalGroup;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Mesh;
import weft.control.mesh.ObjectName;
import weft.control.mesh.WorkloadPort;

/**
 * Decides whether an announcement is taken, by the mesh of the moment. Pure.
 *
 * @param peer who announces; null on a port without TLS, where everybody is trusted
 */
record Registrar(Mesh mesh, @Nullable Peer peer) {
  private static final int MOST_IPS = 8;
  private static final int MOST_PORT = 65535;
  private static final int LONGEST_NAME = 63;

  /**
   * What is to be registered.
   *
   * @throws StatusException naming what is wrong
   */
  Registration judge(Announcement said) throws StatusException {
    var name = new ObjectName(said.getNamespace(), said.getGroup());
    var group =
        mesh.group(name)
            .orElseThrow(
                () -> status(Status.NOT_FOUND, "ExternalGroup " + name + " does not exist"));
    if (peer != null) {
      new Permission(mesh.settings(), peer).requireFor(group);
    }
    requireName(said);
    return new Registration(
        new Registration.Key(said.getNamespace(), said.getGroup(), said.getInstance()),
        ips(said),
        ports(said, group),
        said.getInboundPort() == 0
            ? ExternalWorkload.DEFAULT_INBOUND_PORT
            : port("inbound_port", said.getInboundPort()),
        said.getAdminPort() == 0 ? 0 : port("admin_port", said.getAdminPort()),
        said.getReady(),
        peer == null || peer.token() == null ? null : peer.token().id());
  }

  private void requireName(Announcement said) throws StatusException {
    var instance = said.getInstance();
    if (!isLabel(instance)) {
      throw invalid(
          "instance must be lower-case letters, digits and '-', at most 63, got: " + instance);
    }
    var name = new ObjectName(said.getNamespace(), instance);
    if (mesh.isDeclared(name)) {
      throw status(
          Status.ALREADY_EXISTS, "the mesh file has an ExternalWorkload " + name + " already");
    }
  }

  private static boolean isLabel(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static List<InetAddress> ips(Announcement said) throws StatusException {
    if (said.getIpsCount() == 0 || said.getIpsCount() > MOST_IPS) {
      throw invalid("ips must be 1 to " + MOST_IPS + ", got: " + said.getIpsCount());
    }
    var ips = new ArrayList<InetAddress>();
    for (var text : said.getIpsList()) {
      ips.add(
          Addresses.parseIp(text)
              .filter(Registrar::isOneHosts)
              .orElseThrow(
                  () -> invalid("ips must be IPv4 or IPv6 addresses of one host, got: " + text)));
    }
    return ips;
  }

  private static boolean isOneHosts(InetAddress ip) {
    return !ip.isAnyLocalAddress() && !ip.isMulticastAddress();
  }

  /** All that the template names, and nothing else. */
  private static Map<String, Integer> ports(Announcement said, ExternalGroup group)
      throws StatusException {
    var known = group.ports().stream().map(WorkloadPort::name).toList();
    var ports = new LinkedHashMap<String, Integer>();
    for (var port : said.getPortsList()) {
      if (!known.contains(port.getName()) && !Registration.isProxys(port.getName())) {
        throw invalid("ports must be of " + known + ", got: " + port.getName());
      }
      ports.put(port.getName(), port("port " + port.getName(), port.getPort()));
    }
    for (var port : group.ports()) {
      if (port.number() == 0 && !ports.containsKey(port.name())) {
        throw invalid("ports must have a number for " + port.name());
      }
    }
    return ports;
  }

  private static int port(String what, int number) throws StatusException {
    if (number <= 0 || number > MOST_PORT) {
      throw invalid(what + " must be from 1 to 65535, got: " + Integer.toUnsignedString(number));
    }
    return number;
  }

  private static StatusException invalid(String why) {
    return status(Status.INVALID_ARGUMENT, why);
  }

  private static StatusException status(Status status, String why) {
    return status.withDescription("registry: " + why).asException();
  }
}
