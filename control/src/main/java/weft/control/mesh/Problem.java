package weft.control.mesh;

/**
 * One mistake, or one doubtful thing, in a mesh file.
 *
 * @param place where it stands
 * @param path the key, from the root of its document, for example {@code spec.ports[0].port}; empty
 *     for a whole document or file
 * @param found what stands there
 * @param accepted what could stand there
 */
public record Problem(Severity severity, Place place, String path, String found, String accepted) {

  /** An error keeps the file from being used; a warning does not. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line, as compilers print it: place, severity, path, found, accepted. */
  @Override
  public String toString() {
    var key = path.isEmpty() ? "" : path + ": ";
    var word = isError() ? "error" : "warning";
    return place + ": " + word + ": " + key + "found " + found + "; accepted: " + accepted;
  }
}
