package weft.control.mesh;

import java.util.OptionalInt;

/** Where the instances of a service listen. */
public sealed interface TargetPort {
  /** The same number on every instance, whether it declares it or not. */
  record Fixed(int port) implements TargetPort {
    @Override
    public String toString() {
      return Integer.toString(port);
    }
  }

  /** The port that an instance declares under this name; an instance without it is left out. */
  record Named(String name) implements TargetPort {
    @Override
    public String toString() {
      return name;
    }
  }

  default OptionalInt on(ExternalWorkload workload) {
    return switch (this) {
      case Fixed(int port) -> OptionalInt.of(port);
      case Named(var name) -> workload.portNamed(name);
    };
  }
}
