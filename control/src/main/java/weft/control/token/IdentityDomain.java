package weft.control.token;

/** What the identities of one mesh end with. */
public record IdentityDomain(String controlPlaneNamespace, String trustDomain) {
  /** A workload's name in certificates. Source: contracts, 5; control-plane.md 7.2. */
  public String nameOf(Workload workload) {
    return workload.serviceAccount()
        + "."
        + workload.namespace()
        + ".serviceaccount.identity."
        + controlPlaneNamespace
        + "."
        + trustDomain;
  }
}
