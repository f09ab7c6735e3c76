package weft.control.mesh;

/** What a port of the workloads that it selects speaks (control-plane.md 3.5, 8.5). */
public record Server(Meta meta, LabelSelector selector, TargetPort port, String proxyProtocol)
    implements Resource {
  @Override
  public Kind kind() {
    return Kind.SERVER;
  }

  boolean isOpaque() {
    return proxyProtocol.equals("opaque");
  }

  boolean covers(ExternalWorkload workload, int asked) {
    var number = port.on(workload);
    return workload.meta().namespace().equals(meta.namespace())
        && number.isPresent()
        && number.getAsInt() == asked
        && selector.matches(workload.meta().labels());
  }
}
