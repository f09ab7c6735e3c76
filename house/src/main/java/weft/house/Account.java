package weft.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every scenario with its state.
 *
 * @param scenarios all, in the order of the specification
 * @param tests by scenario id: the tests that name it, sorted
 * @param differences by scenario id: what differs
 */
record Account(
    List<Scenario> scenarios, Map<String, Set<String>> tests, Map<String, String> differences) {
  /** What is known about a scenario. */
  enum State {
    PASSES("passes"),
    DIFFERS("differs"),
    NOT_YET("not yet");

    final String text;

    State(String text) {
      this.text = text;
    }
  }

  /** Reads the specification, the differences and the compiled tests of a checkout. */
  static Account read(Path root) throws IOException {
    var docs = root.resolve("docs");
    return of(
        Scenario.readAll(docs.resolve("spec/scenarios.tsv")),
        coverage(root),
        Difference.readAll(docs.resolve("differences.md")));
  }

  static Account of(
      List<Scenario> scenarios, List<Coverage> coverage, List<Difference> differences) {
    var tests = new TreeMap<String, Set<String>>();
    for (var one : coverage) {
      tests.computeIfAbsent(one.id(), id -> new TreeSet<>()).add(one.test());
    }
    var differing = new TreeMap<String, String>();
    for (var difference : differences) {
      difference.ids().forEach(id -> differing.put(id, difference.what()));
    }
    return new Account(scenarios, tests, differing);
  }

  /** Of all modules but this one, whose tests try the annotation out. */
  private static List<Coverage> coverage(Path root) throws IOException {
    try (var modules = Files.list(root)) {
      return modules
          .filter(module -> !module.endsWith("house"))
          .map(module -> module.resolve("target/test-classes"))
          .filter(Files::isDirectory)
          .flatMap(Account::coverageOf)
          .toList();
    }
  }

  private static Stream<Coverage> coverageOf(Path testClasses) {
    try {
      return Coverage.readAll(testClasses).stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tests in " + testClasses, e);
    }
  }

  State state(Scenario scenario) {
    if (differences.containsKey(scenario.id())) {
      return State.DIFFERS;
    }
    return tests.containsKey(scenario.id()) ? State.PASSES : State.NOT_YET;
  }

  /** Ids that tests or differences name and no scenario has; a sentence each. */
  List<String> unknown() {
    var known = scenarios.stream().map(Scenario::id).collect(Collectors.toSet());
    var unknownTests =
        tests.keySet().stream()
            .filter(id -> !known.contains(id))
            .map(id -> "no scenario " + id + ", which is covered by " + tests.get(id));
    var unknownDifferences =
        differences.keySet().stream()
            .filter(id -> !known.contains(id))
            .map(id -> "no scenario " + id + ", which is named in docs/differences.md");
    return Stream.concat(unknownTests, unknownDifferences).toList();
  }

  /** Ids that stand in the list more than once. */
  List<String> repeated() {
    var seen = new HashSet<String>();
    return scenarios.stream().map(Scenario::id).filter(id -> !seen.add(id)).toList();
  }
}
