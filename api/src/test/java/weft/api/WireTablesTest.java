package weft.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages on the wire are those of docs/spec/wire, by name, number, type, label and oneof. */
final class WireTablesTest {
  private static final Path TABLES = Path.of("..", "docs", "spec", "wire");
  private static final Path COMPILED = Path.of("target", "descriptors.binpb");

  /** Specified elsewhere: identity-tls.md, section 11, and Weft's own registry. */
  private static final List<String> WITHOUT_TABLE = List.of("transport.l5d.io", "weft.registry.v1");

  @Test
  void whatProtocCompiledIsWhatTheTablesSay() throws IOException {
    assertThat(Compiled.facts(Files.readAllBytes(COMPILED), WITHOUT_TABLE))
        .containsExactlyInAnyOrderElementsOf(specified());
  }

  /** The totals at the head of docs/spec/wire/README.md show that no table was overlooked. */
  @Test
  void everyTableIsRead() throws IOException {
    var facts = specified();
    assertThat(count(facts, "service ")).isEqualTo(6);
    assertThat(count(facts, "method ")).isEqualTo(9);
    assertThat(count(facts, "message ")).isEqualTo(176);
    assertThat(count(facts, "field ")).isEqualTo(433);
    assertThat(count(facts, "enum ")).isEqualTo(3);
    assertThat(count(facts, "value ")).isEqualTo(14);
  }

  private static List<String> specified() throws IOException {
    var facts = new ArrayList<String>();
    try (var files = Files.list(TABLES)) {
      for (var file : files.filter(f -> !f.endsWith("README.md")).sorted().toList()) {
        facts.addAll(Specified.facts(Files.readAllLines(file)));
      }
    }
    return facts;
  }

  private static long count(List<String> facts, String start) {
    return facts.stream().filter(f -> f.startsWith(start)).count();
  }
}
