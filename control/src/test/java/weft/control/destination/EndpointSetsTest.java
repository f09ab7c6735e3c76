package weft.control.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.destination.EndpointSets.EndpointSet;
import weft.control.mesh.ObjectName;
import weft.control.wire.ContextToken;
import weft.control.wire.World;

final class EndpointSetsTest {
  private static final ObjectName NAME = new ObjectName("ns1", "web");
  private static final String PORTS = "selector: { app: web }, ports: [ { port: 80 } ]";
  private static final String WEB = service("web", "{ " + PORTS + " }");
  private static final String LOCAL =
      service("web", "{ internalTrafficPolicy: Local, " + PORTS + " }");
  private static final String ONE = meshed("web-1", "10.0.0.1", 8080);
  private static final String TWO = meshed("web-2", "10.0.0.2", 8080);

  @TempDir Path directory;
  private final EndpointSets sets = new EndpointSets();
  private World world;

  @BeforeEach
  void start() {
    world = new World(directory, WEB, ONE);
  }

  private EndpointSet at(String node) {
    var client = ContextToken.parse("{\"ns\":\"ns1\",\"nodeName\":\"" + node + "\"}");
    var query = new EndpointQuery(NAME, Optional.empty(), 80, client);
    return sets.of(query, world.feed().current());
  }

  @Test
  void clientsOnAllNodesHaveOneSet() {
    assertThat(at("a")).isSameAs(at("b"));
  }

  @Test
  void whereTheNodeDecidesEachHasItsOwn() {
    world.becomes(LOCAL, ONE);
    assertThat(at("a")).isNotSameAs(at("b"));
  }

  @Test
  void aSetOutlivesChangesThatAreNotItsOwn() {
    var before = at("a");
    world.becomes(WEB, ONE, service("other", "{ ports: [ { port: 80 } ] }"));
    assertThat(at("a")).isSameAs(before);
    assertThat(sets.between(NAME, before, at("a"))).isEmpty();
  }

  @Test
  void aChangeIsWorkedOutOnce() {
    var before = at("a");
    world.becomes(WEB, ONE, TWO);
    var updates = sets.between(NAME, before, at("a"));
    assertThat(updates).singleElement().satisfies(update -> assertThat(update.hasAdd()).isTrue());
    assertThat(sets.between(NAME, before, at("b"))).isSameAs(updates);
  }
}
