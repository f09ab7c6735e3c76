package weft.testkit.invariant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that passed but left something behind.
 *
 * <p>A test that already failed is not checked: what it left is a consequence.
 */
public final class InvariantsExtension implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(InvariantsExtension.class);

  /** A configuration parameter of JUnit: how long other threads may go on closing, in ms. */
  static final String GRACE_MILLIS = "weft.invariants.grace.millis";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

  private record Begun(List<Invariant> invariants) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    var shared = inFields(context, Lasting.class);
    var begun = ServiceLoader.load(Invariant.Source.class).stream().map(s -> s.get().begin(shared));
    context.getStore(NAMESPACE).put(Begun.class, new Begun(begun.toList()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      return;
    }
    var invariants = new ArrayList<>(inFields(context, Invariant.class));
    var begun = context.getStore(NAMESPACE).remove(Begun.class, Begun.class);
    if (begun != null) {
      invariants.addAll(begun.invariants());
    }
    check(invariants, grace(context));
  }

  private static <T> List<T> inFields(ExtensionContext context, Class<T> wanted) {
    return context.getRequiredTestInstances().getAllInstances().stream()
        .flatMap(test -> Fields.valuesOf(test, wanted).stream())
        .toList();
  }

  private static Duration grace(ExtensionContext context) {
    return Duration.ofMillis(
        context.getConfigurationParameter(GRACE_MILLIS, Long::valueOf).orElse(5_000L));
  }

  /** Waits until all hold, at most {@code grace}; then says everything that does not. */
  static void check(List<Invariant> invariants, Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    var complaints = complaints(invariants);
    while (!complaints.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      complaints = complaints(invariants);
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError("the test left behind:\n" + String.join("\n", complaints));
    }
  }

  private static List<String> complaints(List<Invariant> invariants) {
    var complaints = new ArrayList<String>();
    for (var invariant : invariants) {
      for (var broken : invariant.broken()) {
        complaints.add(invariant.name() + ": " + broken);
      }
    }
    return complaints;
  }
}
