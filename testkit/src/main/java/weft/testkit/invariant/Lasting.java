package weft.testkit.invariant;

import java.util.Set;

/**
 * A fixture that several tests share, with processes that are meant to outlive each of them: it
 * ends them itself after the last one.
 *
 * <p>A test that keeps one in a field may so start such a process again, and is not blamed for it.
 */
public interface Lasting {
  /** The processes of which that is true now. Asked by the thread of the test, often. */
  Set<Long> processes();
}
