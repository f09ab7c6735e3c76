package weft.control.ca;

import java.io.Serial;

/** A key or certificate that cannot be used; the message says which one and why. */
public final class BadKeyMaterial extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public BadKeyMaterial(String message) {
    super(message);
  }

  BadKeyMaterial(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
