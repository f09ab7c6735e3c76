package weft.proxy.config;

/** What reading the configuration has to say although it goes on: a line for the log. */
public record Notice(Level level, String text) {
  /** How loud. */
  public enum Level {
    INFO,
    WARN,
    ERROR
  }
}
