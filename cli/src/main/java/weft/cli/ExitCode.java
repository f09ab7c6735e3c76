package weft.cli;

/** What {@code weft} ends with; {@code weft run} otherwise ends with its command's own code. */
public final class ExitCode {
  public static final int OK = 0;

  /** The work could not be done, or a check found something; the message says what. */
  public static final int FAILED = 1;

  /** Options or variables that make no sense; EX_USAGE, as the proxy ends with. */
  public static final int USAGE = 64;

  /** {@code weft run}: the sidecar did not become ready or could not go on; EX_UNAVAILABLE. */
  public static final int UNAVAILABLE = 69;

  /** {@code weft run}: the command is there but cannot be started; as shells do. */
  public static final int CANNOT_START = 126;

  /** {@code weft run}: there is no such command; as shells do. */
  public static final int NOT_FOUND = 127;

  private ExitCode() {}
}
