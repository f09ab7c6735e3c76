package weft.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of {@code docs/differences.md}.
 *
 * <p>The first cell says what differs and then names the scenarios, each in backticks: {@code |
 * answer to a loop `outbound#26` `outbound#27` | ...}. Ids in other cells are only mentioned.
 *
 * @param what the first cell without the ids
 * @param ids of the scenarios that do not hold as written; may be empty
 */
record Difference(String what, List<String> ids) {
  private static final Pattern ID = Pattern.compile("`([a-z-]+#[A-Za-z0-9]+)`");

  /** All rows of all tables of the page. */
  static List<Difference> readAll(Path markdown) throws IOException {
    try (var lines = Files.lines(markdown)) {
      return lines.filter(line -> line.startsWith("|")).map(Difference::parse).toList();
    }
  }

  private static Difference parse(String row) {
    var first = row.split("(?<!\\\\)\\|", -1)[1];
    var ids = ID.matcher(first).results().map(found -> found.group(1)).toList();
    return new Difference(ID.matcher(first).replaceAll("").strip(), ids);
  }
}
