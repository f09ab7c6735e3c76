package weft.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.Problem;

/** Reads a mesh file for a command that only looks at it. */
final class MeshFile {
  private MeshFile() {}

  /**
   * Prints warnings, each with its place.
   *
   * @throws Trouble with every error of the file
   */
  static Mesh load(Path path, PrintWriter warnings) throws Trouble {
    var loaded = MeshLoader.load(path);
    loaded.problems().stream()
        .filter(problem -> !problem.isError())
        .forEach(warning -> warnings.println("weft: " + warning));
    return loaded
        .mesh()
        .orElseThrow(
            () ->
                new Trouble(
                    loaded.problems().stream()
                        .filter(Problem::isError)
                        .map(Problem::toString)
                        .collect(Collectors.joining("\nweft: "))));
  }
}
