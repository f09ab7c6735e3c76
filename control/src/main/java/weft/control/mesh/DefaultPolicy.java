package weft.control.mesh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an inbound port allows when no Server names it (control-plane.md 8.4). */
public enum DefaultPolicy {
  ALL_UNAUTHENTICATED("all-unauthenticated"),
  ALL_AUTHENTICATED("all-authenticated"),
  CLUSTER_UNAUTHENTICATED("cluster-unauthenticated"),
  CLUSTER_AUTHENTICATED("cluster-authenticated"),
  DENY("deny"),
  AUDIT("audit");

  private final String word;

  DefaultPolicy(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<DefaultPolicy> parse(String text) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(text)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(DefaultPolicy::word).toList();
  }

  /** The form that asks for an identity as well, where this one allows anybody. */
  public DefaultPolicy authenticated() {
    return switch (this) {
      case ALL_UNAUTHENTICATED -> ALL_AUTHENTICATED;
      case CLUSTER_UNAUTHENTICATED -> CLUSTER_AUTHENTICATED;
      case ALL_AUTHENTICATED, CLUSTER_AUTHENTICATED, DENY, AUDIT -> this;
    };
  }

  public boolean needsIdentity() {
    return this == ALL_AUTHENTICATED || this == CLUSTER_AUTHENTICATED;
  }

  /** Only clients from the cluster networks. */
  public boolean needsCluster() {
    return this == CLUSTER_UNAUTHENTICATED || this == CLUSTER_AUTHENTICATED;
  }
}
