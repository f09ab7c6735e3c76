package weft.house;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import weft.house.Account.State;

/** Renders an account as {@code docs/scenarios.md}. */
record Page(Account account) {
  /** Longer starts are cut: the specification has the whole sentence. */
  private static final int START_LENGTH = 72;

  String render() {
    var page = new StringBuilder();
    page.append(
        """
        # Which scenario holds

        Every numbered scenario of `docs/spec` and the tests that show it to hold. Written by the build:
        `./mvnw -q test -DskipTests -Dscenarios=write`.

        """);
    page.append("**All ").append(account.scenarios().size()).append(": ");
    page.append(summary(account.scenarios())).append("**\n");
    files().forEach(file -> section(file, page));
    return page.toString();
  }

  private List<String> files() {
    return account.scenarios().stream().map(Scenario::file).distinct().toList();
  }

  private void section(String file, StringBuilder page) {
    var scenarios = account.scenarios().stream().filter(s -> s.file().equals(file)).toList();
    page.append("\n## [").append(file).append("](spec/").append(file).append(".md)\n\n");
    page.append(scenarios.size()).append(": ").append(summary(scenarios)).append("\n\n");
    page.append("| id | section | how it starts | test | state |\n|---|---|---|---|---|\n");
    scenarios.forEach(scenario -> row(scenario, page));
  }

  private void row(Scenario scenario, StringBuilder page) {
    page.append("| ").append(scenario.id());
    page.append(" | ").append(cell(scenario.section()));
    page.append(" | ").append(cell(cut(scenario.start())));
    page.append(" | ").append(tests(scenario));
    page.append(" | ").append(state(scenario)).append(" |\n");
  }

  private String summary(List<Scenario> scenarios) {
    var counts =
        scenarios.stream().collect(Collectors.groupingBy(account::state, Collectors.counting()));
    return counts.getOrDefault(State.PASSES, 0L)
        + " pass, "
        + counts.getOrDefault(State.DIFFERS, 0L)
        + " differ, "
        + counts.getOrDefault(State.NOT_YET, 0L)
        + " not yet";
  }

  private String tests(Scenario scenario) {
    return account.tests().getOrDefault(scenario.id(), Set.of()).stream()
        .map(test -> "`" + test + "`")
        .collect(Collectors.joining("<br>"));
  }

  private String state(Scenario scenario) {
    var state = account.state(scenario);
    var what = account.differences().get(scenario.id());
    return what == null ? state.text : state.text + ": [" + what + "](differences.md)";
  }

  private static String cut(String text) {
    return text.length() <= START_LENGTH ? text : text.substring(0, START_LENGTH - 1) + "…";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
