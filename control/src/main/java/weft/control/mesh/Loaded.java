package weft.control.mesh;

import java.util.List;
import java.util.Optional;

/**
 * What became of a mesh file.
 *
 * @param mesh empty where there is an error
 * @param problems errors and warnings, in the order of files and lines
 */
public record Loaded(Optional<Mesh> mesh, List<Problem> problems) {
  public Loaded {
    problems = List.copyOf(problems);
  }
}
