package weft.testkit.invariant;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** No process that the test started is still running, but for those of a fixture. */
public final class NoProcessLeft implements Invariant.Source {
  @Override
  public Invariant begin(List<Lasting> shared) {
    return new StartedSince(
        ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet()),
        shared);
  }

  private record StartedSince(Set<Long> before, List<Lasting> shared) implements Invariant {
    @Override
    public String name() {
      return "processes";
    }

    @Override
    public List<String> broken() {
      return ProcessHandle.current()
          .children()
          .filter(child -> child.isAlive() && !mayStay(child.pid()))
          .map(child -> child.pid() + " " + child.info().commandLine().orElse(""))
          .toList();
    }

    private boolean mayStay(long pid) {
      return before.contains(pid) || shared.stream().anyMatch(s -> s.processes().contains(pid));
    }
  }
}
