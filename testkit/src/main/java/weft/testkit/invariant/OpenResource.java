package weft.testkit.invariant;

import io.netty.util.ResourceLeakTracker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One open Netty resource: where it was made, and where it was last touched. */
final class OpenResource implements ResourceLeakTracker<Object> {
  final long number;
  private final Class<?> type;
  private final Set<OpenResource> open;
  private final Throwable made = new Throwable("made here");
  private volatile @Nullable Throwable touched;

  OpenResource(long number, Class<?> type, Set<OpenResource> open) {
    this.number = number;
    this.type = type;
    this.open = open;
  }

  /** Made for a static field: it lives as long as its class. */
  boolean isConstant() {
    for (var frame : made.getStackTrace()) {
      if (frame.getMethodName().equals("<clinit>")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void record() {
    touched = new Throwable("last touched here");
  }

  @Override
  public void record(@Nullable Object hint) {
    touched = new Throwable("last touched here, as: " + hint);
  }

  @Override
  public boolean close(Object resource) {
    return open.remove(this);
  }

  @Override
  public String toString() {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    out.println("a " + type.getSimpleName() + " was not released");
    made.printStackTrace(out);
    var last = touched;
    if (last != null) {
      last.printStackTrace(out);
    }
    return text.toString();
  }
}
