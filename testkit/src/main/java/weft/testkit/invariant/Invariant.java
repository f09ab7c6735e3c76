package weft.testkit.invariant;

import java.util.List;

/**
 * Something that holds whenever no test runs, such as "no exchange is open".
 *
 * <p>A test class that keeps one in a field has it checked after each test, after its own
 * {@code @AfterEach} methods.
 */
public interface Invariant {
  /** What is counted, as a plural noun: {@code "armed timers"}. */
  String name();

  /**
   * What is wrong now, a sentence each; empty when all is well.
   *
   * <p>Asked again for a while before the test fails, because other threads may still be closing;
   * so it must be cheap, callable from the test's thread, and change nothing.
   */
  List<String> broken();

  /** Makes a fresh invariant for each test; a service, found by {@link java.util.ServiceLoader}. */
  @FunctionalInterface
  interface Source {
    /**
     * Called before the test's {@code @BeforeEach} methods; what exists by then is not its fault.
     *
     * @param shared what the test has in its fields; asked when the invariant is
     */
    Invariant begin(List<Lasting> shared);
  }
}
