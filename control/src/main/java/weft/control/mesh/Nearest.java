package weft.control.mesh;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What somebody who wrote an unknown word may have meant: the known word of least edit distance.
 */
final class Nearest {
  private static final int FARTHEST = 3;

  private Nearest() {}

  /** Completes "accepted: ...": the near word first, then all. */
  static String hint(String written, Collection<String> known) {
    var all = "one of " + String.join(", ", new TreeSet<>(known));
    return find(written, known).map(near -> "did you mean " + near + "? " + all).orElse(all);
  }

  static Optional<String> find(String written, Collection<String> known) {
    var word = written.toLowerCase(Locale.ROOT);
    int limit = Math.min(FARTHEST, Math.max(1, word.length() / 2));
    return known.stream()
        .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) <= limit)
        .min(
            Comparator.comparingInt(
                candidate -> distance(word, candidate.toLowerCase(Locale.ROOT))));
  }

  /** Levenshtein's, row by row. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      nextRow(row, a.charAt(i - 1), b, i);
    }
    return row[b.length()];
  }

  private static void nextRow(int[] row, char c, String b, int i) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j < row.length; j++) {
      int replaced = diagonal + (c == b.charAt(j - 1) ? 0 : 1);
      diagonal = row[j];
      row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
    }
  }
}
