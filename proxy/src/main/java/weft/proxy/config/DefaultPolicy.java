package weft.proxy.config;

import org.jspecify.annotations.Nullable;

/** The policy of an inbound port until the control plane answered. Source: config.md 3.6. */
public enum DefaultPolicy {
  DENY("deny"),
  ALL_AUTHENTICATED("all-authenticated"),
  ALL_UNAUTHENTICATED("all-unauthenticated"),
  CLUSTER_AUTHENTICATED("cluster-authenticated"),
  CLUSTER_UNAUTHENTICATED("cluster-unauthenticated"),
  AUDIT("audit");

  private final String text;

  DefaultPolicy(String text) {
    this.text = text;
  }

  /** The name in the policy's metadata, kind {@code default}. */
  public String text() {
    return text;
  }

  /** Clients must prove an identity by mesh TLS. */
  public boolean needsIdentity() {
    return this == ALL_AUTHENTICATED || this == CLUSTER_AUTHENTICATED;
  }

  /** Clients must come from the cluster's networks. */
  public boolean isClusterOnly() {
    return this == CLUSTER_AUTHENTICATED || this == CLUSTER_UNAUTHENTICATED;
  }

  static final Syntax<DefaultPolicy> SYNTAX =
      new Syntax<>(
          "policy",
          "deny, all-authenticated, all-unauthenticated, cluster-authenticated,"
              + " cluster-unauthenticated or audit",
          DefaultPolicy::parse);

  private static DefaultPolicy parse(String text) throws BadValue {
    DefaultPolicy policy = find(text);
    if (policy == null) {
      throw new BadValue("InvalidPortPolicy(" + Quoted.of(text) + ")");
    }
    return policy;
  }

  private static @Nullable DefaultPolicy find(String text) {
    for (DefaultPolicy policy : values()) {
      if (policy.text.equals(text)) {
        return policy;
      }
    }
    return null;
  }
}
