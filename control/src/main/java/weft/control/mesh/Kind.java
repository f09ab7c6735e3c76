package weft.control.mesh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of documents that a mesh file may hold, with the API groups that they come from. */
public enum Kind {
  MESH("Mesh", "weft"),
  SERVICE("Service", ""),
  NODE("Node", ""),
  EXTERNAL_WORKLOAD("ExternalWorkload", "workload.linkerd.io"),
  EXTERNAL_GROUP("ExternalGroup", "workload.linkerd.io"),
  SERVICE_PROFILE("ServiceProfile", "linkerd.io"),
  SERVER("Server", "policy.linkerd.io"),
  SERVER_AUTHORIZATION("ServerAuthorization", "policy.linkerd.io"),
  AUTHORIZATION_POLICY("AuthorizationPolicy", "policy.linkerd.io"),
  MESH_TLS_AUTHENTICATION("MeshTLSAuthentication", "policy.linkerd.io"),
  NETWORK_AUTHENTICATION("NetworkAuthentication", "policy.linkerd.io"),
  RATE_LIMIT("HTTPLocalRateLimitPolicy", "policy.linkerd.io"),
  EGRESS_NETWORK("EgressNetwork", "policy.linkerd.io"),
  HTTP_ROUTE("HTTPRoute", "gateway.networking.k8s.io", "policy.linkerd.io"),
  GRPC_ROUTE("GRPCRoute", "gateway.networking.k8s.io"),
  TLS_ROUTE("TLSRoute", "gateway.networking.k8s.io"),
  TCP_ROUTE("TCPRoute", "gateway.networking.k8s.io");

  private final String word;
  private final String group;
  private final String olderGroup;

  Kind(String word, String group) {
    this(word, group, "");
  }

  Kind(String word, String group, String olderGroup) {
    this.word = word;
    this.group = group;
    this.olderGroup = olderGroup;
  }

  /** As it stands behind {@code kind:}. */
  public String word() {
    return word;
  }

  /** More than one where {@code apiVersion} is needed to tell them apart. */
  List<String> groups() {
    return olderGroup.isEmpty() ? List.of(group) : List.of(group, olderGroup);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Kind::word).toList();
  }

  static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
