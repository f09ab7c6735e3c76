package weft.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A numbered scenario of the specification, one line of {@code scenarios.tsv}.
 *
 * @param file the specification's file without its ending, for example {@code outbound}
 * @param number unique in the file, for example {@code 35} or {@code L2}
 * @param section number and title of the section that it stands in
 * @param start how it starts, in the words of the specification
 */
record Scenario(String file, String number, String section, String start) {
  /** What a test names: {@code outbound#35}. */
  String id() {
    return file + "#" + number;
  }

  /** All of them, in the order of the file. */
  static List<Scenario> readAll(Path tsv) throws IOException {
    try (var lines = Files.lines(tsv)) {
      return lines
          .filter(line -> !line.startsWith("# ") && !line.isBlank())
          .map(Scenario::parse)
          .toList();
    }
  }

  private static Scenario parse(String line) {
    var cells = line.split("\t", -1);
    if (cells.length != 4) {
      throw new IllegalArgumentException(
          "a scenario has 4 columns, not " + cells.length + ": " + line);
    }
    return new Scenario(cells[0], cells[1], cells[2], cells[3]);
  }
}
