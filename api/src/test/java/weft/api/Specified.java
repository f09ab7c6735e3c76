package weft.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** States what the tables of one file of docs/spec/wire define, in the words of {@link Facts}. */
final class Specified {
  private static final Pattern HEADING = Pattern.compile("### (message|enum|service) `([^`]+)`");
  private static final Pattern RESERVED = Pattern.compile("Reserved (?:numbers|names): (.+)\\.");

  private final List<String> facts = new ArrayList<>();
  private String kind = "";
  private String name = "";
  private String syntax = "";

  private Specified() {}

  static List<String> facts(List<String> lines) {
    var specified = new Specified();
    lines.forEach(specified::line);
    return specified.facts;
  }

  private void line(String line) {
    var heading = HEADING.matcher(line);
    var reserved = RESERVED.matcher(line);
    if (heading.matches()) {
      kind = heading.group(1);
      name = heading.group(2);
      facts.add(kind + " " + name);
    } else if (line.startsWith("- syntax: ")) {
      syntax = bare(line.substring(10));
    } else if (line.startsWith("- package: ")) {
      facts.add(Facts.file(packageName(line.substring(11)), syntax));
    } else if (line.startsWith("| `") && !name.isEmpty()) {
      row(cells(line));
    } else if (reserved.matches()) {
      reserved(reserved.group(1));
    } else if (line.startsWith("## ")) {
      name = "";
    }
  }

  private void row(List<String> cells) {
    facts.add(
        switch (kind) {
          case "message" -> field(cells);
          case "enum" -> Facts.value(name, cells.get(0), Integer.parseInt(cells.get(1)));
          default -> Facts.method(name, cells.get(0), cells.get(1), cells.get(2), cells.get(3));
        });
  }

  private String field(List<String> cells) {
    int number = Integer.parseInt(cells.get(1));
    boolean deprecated = cells.get(4).startsWith("Deprecated option set");
    return Facts.field(name, cells.get(0), number, cells.get(2), cells.get(3), deprecated);
  }

  private void reserved(String list) {
    for (var one : list.split(", ", -1)) {
      facts.add(Facts.reserved(name, bare(one)));
    }
  }

  /** The cells of a table's row without backquotes. */
  private static List<String> cells(String row) {
    return List.of(row.substring(1).split("\\|")).stream().map(Specified::bare).toList();
  }

  private static String packageName(String text) {
    return text.equals("(none)") ? "" : bare(text);
  }

  private static String bare(String text) {
    return text.replace("`", "").strip();
  }
}
