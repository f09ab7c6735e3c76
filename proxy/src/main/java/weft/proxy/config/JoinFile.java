package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one workload or instance needs to join a mesh without Kubernetes.
 *
 * <p>The control plane is always dialled with TLS. Source: contracts.md 5.
 */
public record JoinFile(
    ControlAddress control,
    List<InetSocketAddress> dns,
    DnsName trustDomain,
    DnsName clusterDomain,
    String namespace,
    String name,
    boolean isGroup,
    Id identity,
    DnsName serverName,
    List<InetAddress> ips,
    List<ExplicitConfig.AppPort> ports,
    int inboundPort,
    String trustAnchors,
    Token token) {

  /** What the variables are where they are not set. */
  Map<String, String> variables(String instance) {
    String host = bindHost("127.0.0.1");
    var variables = new LinkedHashMap<String, String>();
    put(
        variables,
        ExplicitConfig.APP_HOST,
        bindHost("127.0.0.1").replace("[", "").replace("]", ""));
    put(variables, ExplicitConfig.APP_PORTS, joinPorts());
    put(variables, InboundConfig.LISTEN, bindHost("0.0.0.0") + ":" + inboundPort);
    put(variables, OutboundConfig.LISTEN, host + ":4140");
    put(variables, AdminConfig.LISTEN, host + ":4191");
    put(variables, InboundConfig.DEFAULT_POLICY, DefaultPolicy.ALL_AUTHENTICATED.text());
    put(variables, ControlConfig.WORKLOAD, workload(instance));
    put(variables, ControlConfig.CONTEXT, workload(instance));
    put(variables, ControlConfig.PROFILE_SUFFIXES, "svc." + clusterDomain);
    put(variables, IdentityConfig.TRUST_ANCHORS, trustAnchors);
    put(variables, DnsConfig.SERVERS, joinServers());
    put(variables, DnsConfig.SEARCH, search());
    return variables;
  }

  /** An instance of a group says itself where it is, as its file is that of all of them. */
  private JoinFile at(List<InetAddress> own) {
    return own.isEmpty() || !isGroup
        ? this
        : new JoinFile(
            control,
            dns,
            trustDomain,
            clusterDomain,
            namespace,
            name,
            true,
            identity,
            serverName,
            own,
            ports,
            inboundPort,
            trustAnchors,
            token);
  }

  private static void put(Map<String, String> variables, Entry<?> entry, String text) {
    variables.put(entry.name(), text);
  }

  /** A workload on a loopback address has that one alone, so that many live on one machine. */
  private String bindHost(String otherwise) {
    if (ips.isEmpty() || !ips.getFirst().isLoopbackAddress()) {
      return otherwise;
    }
    String ip = Ip.text(ips.getFirst());
    return ip.indexOf(':') < 0 ? ip : '[' + ip + ']';
  }

  private String workload(String instance) {
    String external = isGroup ? instance : name;
    return "{\"ns\":\"" + namespace + "\",\"external_workload\":\"" + external + "\"}";
  }

  private String search() {
    return namespace + ".svc." + clusterDomain + " svc." + clusterDomain + " " + clusterDomain;
  }

  private String joinPorts() {
    var out = new StringBuilder();
    for (ExplicitConfig.AppPort port : ports) {
      out.append(out.isEmpty() ? "" : ",").append(port.name()).append('=').append(port.port());
    }
    return out.toString();
  }

  private String joinServers() {
    var out = new StringBuilder();
    for (InetSocketAddress server : dns) {
      out.append(out.isEmpty() ? "" : ",").append(Ip.text(server));
    }
    return out.toString();
  }

  /** The parsed text; the exception says line, column and what was expected. */
  static JoinFile parse(String text) throws Json.Bad {
    return new JoinFileReader(Json.parse(text)).read();
  }

  /** Reads the file that the environment names; null where it names none, or that was a problem. */
  static @Nullable JoinFile read(Env env, FileSource files) {
    String path = env.find(ExplicitConfig.JOIN_FILE);
    if (path == null) {
      return null;
    }
    try {
      String text = new String(files.read(path), java.nio.charset.StandardCharsets.UTF_8);
      return parse(text).at(env.get(ExplicitConfig.IPS));
    } catch (Json.Bad e) {
      env.problem(path + ":" + e.getMessage());
    } catch (java.io.IOException e) {
      env.problem("Could not read " + ExplicitConfig.JOIN_FILE.name() + ": " + e);
    }
    env.reason("invalid join file");
    return null;
  }
}
