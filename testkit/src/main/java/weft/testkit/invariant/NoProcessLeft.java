package weft.testkit.invariant;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** No process that the test started is still running. */
public final class NoProcessLeft implements Invariant.Source {
  @Override
  public Invariant begin() {
    return new StartedSince(
        ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet()));
  }

  private record StartedSince(Set<Long> before) implements Invariant {
    @Override
    public String name() {
      return "processes";
    }

    @Override
    public List<String> broken() {
      return ProcessHandle.current()
          .children()
          .filter(child -> child.isAlive() && !before.contains(child.pid()))
          .map(child -> child.pid() + " " + child.info().commandLine().orElse(""))
          .toList();
    }
  }
}
