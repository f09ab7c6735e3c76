package weft.proxy.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The environment of config.md 5 with valid files, of which a test changes what it names. */
public final class Baseline {
  private static final String ID = "web.emojivoto.serviceaccount.identity.linkerd.cluster.local";
  private static final String DESTINATION =
      "linkerd-destination.linkerd.serviceaccount.identity.linkerd.cluster.local";

  final Map<String, String> variables = new HashMap<>();
  final Map<String, String> files = new HashMap<>();
  public Mode mode = Mode.TRANSPARENT;

  public Baseline() {
    with("DESTINATION_SVC_ADDR", "linkerd-dst-headless.linkerd.svc.cluster.local.:8086");
    with("DESTINATION_SVC_NAME", DESTINATION);
    with("POLICY_SVC_ADDR", "linkerd-policy.linkerd.svc.cluster.local.:8090");
    with("POLICY_SVC_NAME", DESTINATION);
    with("POLICY_WORKLOAD", "{\"ns\":\"emojivoto\", \"pod\":\"web-7f9c\"}\n");
    with("INBOUND_DEFAULT_POLICY", "all-unauthenticated");
    with("POLICY_CLUSTER_NETWORKS", "10.0.0.0/8,fd00::/8");
    with("INBOUND_IPS", "10.42.0.17");
    with("INBOUND_PORTS", "8080");
    with("ADMIN_LISTEN_ADDR", "0.0.0.0:4191");
    with("IDENTITY_DIR", "/id");
    with("IDENTITY_TRUST_ANCHORS", "PEM\n");
    with("IDENTITY_TOKEN_FILE", "/token");
    with("IDENTITY_SVC_ADDR", "linkerd-identity-headless.linkerd.svc.cluster.local.:8080");
    with("IDENTITY_SVC_NAME", "linkerd-identity.linkerd.serviceaccount.identity.linkerd.local");
    with("IDENTITY_LOCAL_NAME", ID);
    files.put("/id/csr.der", "csr");
    files.put("/id/key.p8", "key");
    files.put("/token", "token");
  }

  public Baseline with(String name, String value) {
    variables.put("LINKERD2_PROXY_" + name, value);
    return this;
  }

  public Baseline withWeft(String name, String value) {
    variables.put("WEFT_" + name, value);
    return this;
  }

  public Baseline without(String... names) {
    for (String name : names) {
      variables.remove("LINKERD2_PROXY_" + name);
    }
    return this;
  }

  public Config parse() throws ConfigException {
    return Config.from(variables, mode, this::file);
  }

  ConfigException failure() {
    return Objects.requireNonNull(catchThrowableOfType(ConfigException.class, this::parse));
  }

  private byte[] file(String path) throws IOException {
    String text = files.get(path);
    if (text == null) {
      throw new IOException("No such file: " + path);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
