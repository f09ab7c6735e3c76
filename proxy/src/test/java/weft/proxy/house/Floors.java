package weft.proxy.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The packages of the data plane from top to bottom; imports only point down. */
final class Floors {
  /**
   * One floor a line. Packages that share a floor do not know each other.
   *
   * <p>{@code http} stands below the codecs and {@code grpc} above them, because the codecs
   * implement its exchange model and the gRPC client speaks through them.
   */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("app"),
          List.of("inbound"),
          List.of("outbound"),
          List.of("admin"),
          List.of("tap"),
          List.of("policy"),
          List.of("discover"),
          List.of("route"),
          List.of("balance"),
          List.of("identity"),
          List.of("grpc"),
          List.of("h1", "h2"),
          List.of("http"),
          List.of("opaque"),
          List.of("detect"),
          List.of("transport"),
          List.of("telemetry"),
          List.of("stack"),
          List.of("config"));

  private static final String ROOT = "weft.proxy.";

  private Floors() {}

  /** Holds when a class uses only its own package and the floors below. */
  static ArchCondition<JavaClass> onlyPointDown() {
    return new ArchCondition<>("only use packages below their own") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        from.getDirectDependenciesFromSelf().stream()
            .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT))
            .filter(use -> !pointsDown(use))
            .forEach(use -> events.add(SimpleConditionEvent.violated(from, use.getDescription())));
      }
    };
  }

  /** Holds when a class lives on one of the floors. */
  static ArchCondition<JavaClass> haveAFloor() {
    return new ArchCondition<>("live in a package that the house has") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (floor(idea(type)) < 0) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is on no floor"));
        }
      }
    };
  }

  private static boolean pointsDown(Dependency use) {
    var from = idea(use.getOriginClass());
    var to = idea(use.getTargetClass());
    return from.equals(to) || floor(from) < floor(to);
  }

  private static int floor(String idea) {
    for (int i = 0; i < FLOORS.size(); i++) {
      if (FLOORS.get(i).contains(idea)) {
        return i;
      }
    }
    return -1;
  }

  /** The package right below {@code weft.proxy}; packages inside it are part of the same idea. */
  private static String idea(JavaClass type) {
    var name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return name;
    }
    var rest = name.substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
