package weft.proxy.config;

/** Why a text is no value of its syntax, in the notation of config.md 1.2. Has no stack trace. */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1;

  BadValue(String notation) {
    super(notation, null, false, false);
  }
}
