package weft.proxy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Classifier;
import weft.proxy.http.ResponseClass;

/**
 * Which responses a profile's route calls failures: the first class that a status falls into
 * decides; without one the status of gRPC, or else that of HTTP. Source: docs/spec/outbound.md
 * 16.1, 17.
 */
public record ResponseClasses(List<Of> classes) implements Classifier {
  /** Every status that matches is a failure, or is none. */
  public record Of(StatusMatch match, boolean isFailure) {}

  /** What a class asks of a status. */
  public sealed interface StatusMatch {
    /** Every part holds. */
    record All(List<StatusMatch> parts) implements StatusMatch {
      /** Copies the list. */
      public All {
        parts = List.copyOf(parts);
      }

      @Override
      public boolean holds(int status) {
        for (int i = 0; i < parts.size(); i++) {
          if (!parts.get(i).holds(status)) {
            return false;
          }
        }
        return true;
      }
    }

    /** A part holds. */
    record Any(List<StatusMatch> parts) implements StatusMatch {
      /** Copies the list. */
      public Any {
        parts = List.copyOf(parts);
      }

      @Override
      public boolean holds(int status) {
        for (int i = 0; i < parts.size(); i++) {
          if (parts.get(i).holds(status)) {
            return true;
          }
        }
        return false;
      }
    }

    /** The part does not hold. */
    record Not(StatusMatch part) implements StatusMatch {
      @Override
      public boolean holds(int status) {
        return !part.holds(status);
      }
    }

    /** From {@code min} to {@code max}, both included. */
    record Range(int min, int max) implements StatusMatch {
      @Override
      public boolean holds(int status) {
        return status >= min && status <= max;
      }
    }

    boolean holds(int status);
  }

  /** No classes: statuses decide. */
  public static final ResponseClasses NONE = new ResponseClasses(List.of());

  /** Copies the list. */
  public ResponseClasses {
    classes = List.copyOf(classes);
  }

  @Override
  public boolean isDecidedByHead(int status, @Nullable String grpcStatus) {
    return grpcStatus != null || find(status) != null;
  }

  @Override
  public ResponseClass classify(int status, @Nullable String grpcStatus) {
    Of found = find(status);
    if (found != null) {
      return new ResponseClass(status, found.isFailure(), "", "");
    }
    return grpcStatus == null ? ResponseClass.http(status) : ResponseClass.grpc(status, grpcStatus);
  }

  private @Nullable Of find(int status) {
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).match().holds(status)) {
        return classes.get(i);
      }
    }
    return null;
  }
}
