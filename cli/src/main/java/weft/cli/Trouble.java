package weft.cli;

import java.io.Serial;

/**
 * Why a command cannot do its work, told to the user: one sentence with the cause and, where there
 * is one, the mend; no stack trace.
 */
public final class Trouble extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Ends the command with {@link ExitCode#FAILED}. */
  public Trouble(String sentence) {
    this(ExitCode.FAILED, sentence);
  }

  public Trouble(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  public Trouble(String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = ExitCode.FAILED;
  }

  public int exitCode() {
    return exitCode;
  }
}
