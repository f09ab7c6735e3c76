package weft.proxy.config;

import java.util.List;

/**
 * The configuration is refused.
 *
 * <p>The message is the one reason for the terminal, after {@code Invalid configuration: }; the
 * problems are complete lines for the log, all that were found. Source: config.md 1.2.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  ConfigException(String reason, List<String> problems) {
    super(reason);
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
