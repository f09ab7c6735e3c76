package weft.control.mesh;

/**
 * A port on which a workload listens.
 *
 * @param name may be empty
 */
public record WorkloadPort(String name, int number) {}
