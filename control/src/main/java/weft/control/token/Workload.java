package weft.control.token;

/**
 * A service account in a namespace: what identities are made of. Both are DNS-1123 labels
 * (lower-case letters, digits and inner dashes, at most 63 characters).
 */
public record Workload(String namespace, String serviceAccount) {
  private static final int LONGEST_LABEL = 63;

  /**
   * Joins two labels.
   *
   * @throws IllegalArgumentException if either is no DNS-1123 label
   */
  public Workload {
    requireLabel("namespace", namespace);
    requireLabel("service account", serviceAccount);
  }

  /** {@code NAMESPACE/SERVICEACCOUNT}, as in tokens. */
  @Override
  public String toString() {
    return namespace + "/" + serviceAccount;
  }

  /**
   * Reads {@code NAMESPACE/SERVICEACCOUNT}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Workload parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not NAMESPACE/SERVICEACCOUNT: " + text);
    }
    return new Workload(text.substring(0, slash), text.substring(slash + 1));
  }

  private static void requireLabel(String what, String label) {
    boolean fits = !label.isEmpty() && label.length() <= LONGEST_LABEL;
    if (!fits || label.startsWith("-") || label.endsWith("-") || !hasLabelCharacters(label)) {
      throw new IllegalArgumentException(what + " is no DNS-1123 label: " + label);
    }
  }

  private static boolean hasLabelCharacters(String label) {
    return label
        .chars()
        .allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }
}
