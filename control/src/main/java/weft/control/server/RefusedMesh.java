package weft.control.server;

import java.util.List;
import java.util.stream.Collectors;
import weft.control.mesh.Problem;

/** The control plane cannot start with this mesh file. */
public final class RefusedMesh extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  RefusedMesh(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Errors and warnings, in the order of files and lines. */
  public List<Problem> problems() {
    return problems;
  }
}
