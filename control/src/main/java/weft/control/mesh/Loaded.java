package weft.control.mesh;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a mesh file.
 *
 * @param mesh empty where there is an error
 * @param problems errors and warnings, in the order of files and lines
 * @param settings where the sections of the Mesh document's {@code spec} stand
 */
public record Loaded(Optional<Mesh> mesh, List<Problem> problems, Map<String, Place> settings) {
  public Loaded {
    problems = List.copyOf(problems);
    settings = Map.copyOf(settings);
  }

  /**
   * An error of a section of the Mesh document that shows only when it is used.
   *
   * @param section such as {@code issuer}
   */
  public Problem unusable(String section, String found, String accepted) {
    var place = settings.get(section);
    if (place == null) {
      throw new IllegalArgumentException("the file has no spec." + section);
    }
    return new Problem(Problem.Severity.ERROR, place, "spec." + section, found, accepted);
  }
}
