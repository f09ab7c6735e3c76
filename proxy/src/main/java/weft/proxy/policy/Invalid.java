package weft.proxy.policy;

/** Why a message cannot be used. Stays inside the package. */
final class Invalid extends Exception {
  private static final long serialVersionUID = 1;

  Invalid(String message) {
    super(message);
  }
}
