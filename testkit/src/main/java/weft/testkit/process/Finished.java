package weft.testkit.process;

/**
 * How a program ended.
 *
 * @param exitCode 128 + n when signal n ended it
 * @param out what it printed on standard output, cut in the middle beyond {@link Output}'s bound
 * @param err the same of standard error
 */
public record Finished(Command command, int exitCode, String out, String err) {
  /** Fails, quoting everything, unless it exited with 0. */
  public Finished successfully() {
    if (exitCode != 0) {
      throw new AssertionError(this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "`" + command + "` exited with " + exitCode + "\nout: " + out + "\nerr: " + err;
  }
}
