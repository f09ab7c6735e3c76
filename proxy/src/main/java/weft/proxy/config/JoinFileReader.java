package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a join file of its JSON; whatever is missing, unknown or of a wrong type is refused. */
final class JoinFileReader {
  private final Json file;
  private final Map<String, Json> members;
  private final Set<String> asked = new HashSet<>();

  JoinFileReader(Json file) throws Json.Bad {
    this.file = file;
    this.members = file.object("the join file");
  }

  JoinFile read() throws Json.Bad {
    Json workload = find("workload");
    Json group = find("group");
    if ((workload == null) == (group == null)) {
      throw file.bad("exactly one of workload and group is expected");
    }
    Id identity = identity(get("identity"));
    var join =
        new JoinFile(
            control(),
            servers(),
            name("trustDomain"),
            name("clusterDomain"),
            label(get("namespace"), "namespace"),
            workload != null ? label(workload, "workload") : label(group(group), "group"),
            group != null,
            identity,
            serverName(identity),
            ips(),
            ports(),
            get("inboundPort").port("inboundPort"),
            get("trustAnchors").string("trustAnchors"),
            new Token(get("token").string("token")));
    refuseUnknown();
    return join;
  }

  private Json group(@Nullable Json group) {
    return group == null ? file : group;
  }

  private @Nullable Json find(String key) {
    asked.add(key);
    return members.get(key);
  }

  private Json get(String key) throws Json.Bad {
    Json value = find(key);
    if (value == null) {
      throw file.bad("the key " + Quoted.of(key) + " is missing");
    }
    return value;
  }

  private ControlAddress control() throws Json.Bad {
    var addresses = new ArrayList<Addr>();
    Json list = get("control");
    for (Json item : list.list("control")) {
      Addr addr = Addr.parse(item.string("control"));
      if (addr == null) {
        throw item.expected("control", "IP:PORT or NAME:PORT");
      }
      addresses.add(addr);
    }
    if (addresses.isEmpty()) {
      throw list.bad("control must have an address");
    }
    return new ControlAddress(List.copyOf(addresses), name("controlName"));
  }

  private List<InetSocketAddress> servers() throws Json.Bad {
    var servers = new ArrayList<InetSocketAddress>();
    for (Json item : get("dns").list("dns")) {
      InetSocketAddress server = Ip.parseSocket(item.string("dns"));
      if (server == null) {
        throw item.expected("dns", "IP:PORT");
      }
      servers.add(server);
    }
    return List.copyOf(servers);
  }

  private DnsName name(String key) throws Json.Bad {
    Json value = get(key);
    DnsName name = DnsName.parse(value.string(key));
    if (name == null) {
      throw value.expected(key, "a DNS name");
    }
    return name.withoutDot();
  }

  private static String label(Json value, String key) throws Json.Bad {
    String text = value.string(key);
    if (DnsName.parse(text + ".x") == null) { // some labels are numbers
      throw value.expected(key, "a Kubernetes name");
    }
    return text;
  }

  private static Id identity(Json value) throws Json.Bad {
    Id id = Id.parse(value.string("identity"));
    if (id == null) {
      throw value.expected("identity", "a DNS name without trailing dot, or a URI");
    }
    return id;
  }

  private DnsName serverName(Id identity) throws Json.Bad {
    if (find("serverName") == null && identity instanceof Id.Dns(DnsName name)) {
      return name;
    }
    return name("serverName");
  }

  private List<InetAddress> ips() throws Json.Bad {
    var ips = new ArrayList<InetAddress>();
    for (Json item : get("ips").list("ips")) {
      InetAddress ip = Ip.parse(item.string("ips"));
      if (ip == null) {
        throw item.expected("ips", "an IP address");
      }
      ips.add(ip);
    }
    return List.copyOf(ips);
  }

  private List<ExplicitConfig.AppPort> ports() throws Json.Bad {
    var ports = new ArrayList<ExplicitConfig.AppPort>();
    for (Map.Entry<String, Json> port : get("ports").object("ports").entrySet()) {
      label(new Json(port.getKey(), port.getValue().line(), port.getValue().column()), "port name");
      ports.add(new ExplicitConfig.AppPort(port.getKey(), port.getValue().port("ports")));
    }
    return List.copyOf(ports);
  }

  private void refuseUnknown() throws Json.Bad {
    for (Map.Entry<String, Json> member : members.entrySet()) {
      if (!asked.contains(member.getKey())) {
        throw member.getValue().bad("unknown key " + Quoted.of(member.getKey()));
      }
    }
  }
}
