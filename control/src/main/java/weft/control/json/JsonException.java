package weft.control.json;

import java.io.Serial;

/** Text that is no JSON, or JSON that is not what was expected; the message says where. */
public final class JsonException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public JsonException(String message) {
    super(message);
  }
}
