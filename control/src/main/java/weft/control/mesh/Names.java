package weft.control.mesh;

import java.util.function.Predicate;

/** Which names are legal. Pure. */
final class Names {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 253;

  private Names() {}

  /** A DNS-1123 label: lower case, digits, hyphens inside. */
  static boolean isLabel(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_LABEL
        && text.chars().allMatch(c -> isLowerOrDigit(c) || c == '-')
        && text.charAt(0) != '-'
        && text.charAt(text.length() - 1) != '-';
  }

  /** Labels with dots between them, as Kubernetes names most objects. */
  static boolean isSubdomain(String text) {
    return text.length() <= LONGEST_NAME && allLabels(text, Names::isLabel);
  }

  /** A DNS name without trailing dot (identity-tls.md 1.1). */
  static boolean isDnsName(String text) {
    return text.length() <= LONGEST_NAME
        && allLabels(text, Names::isDnsLabel)
        && !text.substring(text.lastIndexOf('.') + 1).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean allLabels(String text, Predicate<String> legal) {
    for (var label : text.split("\\.", -1)) {
      if (!legal.test(label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDnsLabel(String label) {
    return !label.isEmpty()
        && label.length() <= LONGEST_LABEL
        && label
            .chars()
            .allMatch(c -> isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_')
        && label.charAt(0) != '-'
        && label.charAt(label.length() - 1) != '-';
  }

  private static boolean isLowerOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
