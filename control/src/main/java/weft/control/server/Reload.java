package weft.control.server;

import java.util.List;
import weft.control.mesh.Mesh;
import weft.control.mesh.Problem;

/** What became of a changed mesh file. */
public sealed interface Reload {
  /** Errors and warnings, in the order of files and lines. */
  List<Problem> problems();

  /** The new mesh is in force, and open streams have been told; there are warnings at most. */
  record Applied(Mesh mesh, List<Problem> problems) implements Reload {
    public Applied {
      problems = List.copyOf(problems);
    }
  }

  /** There are errors: nothing has changed, and the control plane is degraded until they go. */
  record Refused(List<Problem> problems) implements Reload {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
