package weft.control.profile;

import java.util.List;
import weft.control.mesh.Problem;

/**
 * What a file says of a service's routes.
 *
 * @param problems an error among them makes the routes worthless
 */
public record Derived(List<DraftRoute> routes, List<Problem> problems) {
  public Derived {
    routes = List.copyOf(routes);
    problems = List.copyOf(problems);
  }

  public boolean failed() {
    return problems.stream().anyMatch(Problem::isError);
  }
}
