package weft.proxy.admin;

/**
 * What the admin server answers.
 *
 * @param body UTF-8 text
 */
public record Page(int status, String contentType, String body) {
  /** Plain text. */
  public static Page text(int status, String body) {
    return new Page(status, "text/plain", body);
  }
}
