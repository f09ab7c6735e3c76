package weft.control.mesh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong while a mesh file is read, so that all of it is told at once.
 *
 * <p>Keeps the first {@value #LIMIT}; one thread.
 */
public final class Problems {
  private static final int LIMIT = 1000;
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem p) -> p.place().file())
          .thenComparingInt(p -> p.place().line())
          .thenComparingInt(p -> p.place().column());

  private final List<Problem> all = new ArrayList<>();
  private boolean failed;

  public void error(Place place, String path, String found, String accepted) {
    failed = true;
    add(new Problem(Problem.Severity.ERROR, place, path, found, accepted));
  }

  void warning(Place place, String path, String found, String accepted) {
    add(new Problem(Problem.Severity.WARNING, place, path, found, accepted));
  }

  /** Whether there is an error, and not only warnings. */
  public boolean failed() {
    return failed;
  }

  /** In the order of the files and of their lines; each once, however often it was met. */
  public List<Problem> inOrder() {
    return all.stream().distinct().sorted(BY_PLACE).toList();
  }

  private void add(Problem problem) {
    if (all.size() < LIMIT) {
      all.add(problem);
    }
  }
}
