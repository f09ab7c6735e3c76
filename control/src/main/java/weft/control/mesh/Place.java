package weft.control.mesh;

import java.nio.file.Path;

/**
 * Where something stands in a file.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1; 0 where the whole file is meant
 */
public record Place(Path file, int line, int column) {
  static Place of(Path file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file.toString() : file + ":" + line + ":" + column;
  }
}
