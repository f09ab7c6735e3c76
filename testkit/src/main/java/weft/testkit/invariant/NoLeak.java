package weft.testkit.invariant;

import java.util.List;

/** No Netty resource made by the test is still open. */
public final class NoLeak implements Invariant.Source {
  @Override
  public Invariant begin(List<Lasting> shared) {
    var resources = OpenResources.installed();
    if (resources == null) {
      throw new IllegalStateException(
          "leaks are not watched: run tests through the JUnit launcher, with the testkit on the"
              + " class path");
    }
    return new OpenedSince(resources, resources.now());
  }

  private record OpenedSince(OpenResources resources, long mark) implements Invariant {
    @Override
    public String name() {
      return "leaks";
    }

    @Override
    public List<String> broken() {
      return resources.since(mark);
    }
  }
}
