package weft.blackbox;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The mesh file, edited all the time under load. */
@ExtendWith(Pair.Shared.class)
class EditsTest {
  private static final int EDITS = 200;
  private static final Duration BETWEEN = Duration.ofMillis(150);

  private static final List<String> MISTAKES =
      List.of(
          "{ kind: Service, metadata: { name: w, namespace: default }, spec: { ports: wrong-%d } }",
          "{ kind: Service, metadata: { name: w, namespace: default }, spec: { wrong-%d: 1 } }",
          "{ kind: wrong-%d, metadata: { name: w } }",
          "{ kind: ServiceProfile, metadata: { name: moved.default.svc.cluster.local, namespace: default"
              + " }, spec: { routes: [ { name: r, condition: { pathRegex: \"(wrong-%d\" } } ] } }");

  private final Pair pair;
  private final Mesh mesh;
  private final String before;

  EditsTest(Pair pair) {
    this.pair = pair;
    this.mesh = pair.mesh();
    this.before = mesh.text();
  }

  @AfterEach
  void restore() {
    mesh.write(before);
  }

  /** What the file says beside what it has always said. */
  private record Text(int route, int port, int profile, String wrong) {
    static final Text FIRST = new Text(0, Pair.NGINX, 0, "");

    @Override
    public String toString() {
      return """
          ---
          apiVersion: policy.linkerd.io/v1beta3
          kind: HTTPRoute
          metadata: { name: marked, namespace: default }
          spec:
            parentRefs: [ { group: core, kind: Service, name: api } ]
            rules:
            - filters:
              - type: ResponseHeaderModifier
                responseHeaderModifier: { set: [ { name: x-edit, value: "%d" } ] }
          ---
          kind: Service
          metadata: { name: moved, namespace: default }
          spec: { selector: { app: app }, ports: [ { name: main, port: 80, targetPort: %d } ] }
          ---
          kind: Service
          metadata: { name: profiled, namespace: default }
          spec: { selector: { app: app }, ports: [ { name: main, port: 80, targetPort: %d } ] }
          ---
          kind: ServiceProfile
          metadata: { name: profiled.default.svc.cluster.local, namespace: default }
          spec: { routes: [ { name: edit-%d, condition: { method: GET } } ] }
          %s
          """
          .formatted(route, port, Pair.NGINX, profile, wrong);
    }

    Text withRoute(int edit) {
      return new Text(edit, port, profile, "");
    }

    Text withServiceElsewhere() {
      return new Text(route, port == Pair.NGINX ? Pair.NOBODY : Pair.NGINX, profile, "");
    }

    Text withProfile(int edit) {
      return new Text(route, port, edit, "");
    }

    Text withMistake(int edit) {
      var document = MISTAKES.get(edit / 4 % MISTAKES.size()).formatted(edit);
      return new Text(route, port, profile, "---\n" + document);
    }
  }

  @Test
  void edits200In30SecondsFailNoRequestAndEachIsInForceOrRefusedWithItsPlace() {
    var text = Text.FIRST;
    mesh.write(before + text);
    awaitRoute(0);
    pair.ask("http://profiled/");
    var took = new long[EDITS];
    double rate;
    try (var load = Load.on(pair.web(), ofMinutes(2), "api", "profiled")) {
      long start = System.nanoTime();
      for (int edit = 1; edit <= EDITS; edit++) {
        long now = System.nanoTime();
        text = edited(text, edit);
        mesh.write(before + text);
        awaitInForce(text, edit);
        took[edit - 1] = System.nanoTime() - now;
        LockSupport.parkNanos(start + edit * BETWEEN.toNanos() - System.nanoTime());
      }
      rate = load.end();
      tell(took, System.nanoTime() - start, rate);
    }
    assertThat(ofNanos(took)).allSatisfy(time -> assertThat(time).isLessThan(ofSeconds(5)));
  }

  private static Text edited(Text text, int edit) {
    return switch (edit % 4) {
      case 0 -> text.withMistake(edit);
      case 1 -> text.withRoute(edit);
      case 2 -> text.withServiceElsewhere();
      default -> text.withProfile(edit);
    };
  }

  private void awaitInForce(Text text, int edit) {
    switch (edit % 4) {
      case 0 -> awaitTold(edit);
      case 1 -> awaitRoute(edit);
      case 2 -> awaitService(text.port() == Pair.NGINX ? 200 : 502);
      default -> awaitProfile(edit);
    }
  }

  private void awaitTold(int edit) {
    var line = mesh.control().awaitErrorLine("wrong-" + edit, Weft.PATIENCE);
    assertThat(line).containsPattern(Pattern.compile("/mesh\\.yaml:\\d+:\\d+: error: "));
  }

  private void awaitRoute(int edit) {
    Until.holds(
        () -> pair.ask("http://api/").header("x-edit").orElse("").equals("" + edit),
        () -> "no route " + edit + ": " + pair.ask("http://api/"));
  }

  private void awaitService(int status) {
    Until.holds(
        () -> pair.ask("http://moved/").status() == status,
        () -> "not " + status + " but " + pair.ask("http://moved/"));
  }

  private void awaitProfile(int edit) {
    var label = "rt_route=\"edit-" + edit + '"';
    Until.holds(
        () -> {
          pair.ask("http://profiled/");
          return pair.web().counters().text().contains(label);
        },
        () -> "no request of " + label);
  }

  private static Duration[] ofNanos(long... took) {
    return Arrays.stream(took).sorted().mapToObj(Duration::ofNanos).toArray(Duration[]::new);
  }

  private static void tell(long[] took, long all, double rate) {
    var sorted = ofNanos(took);
    System.out.printf(
        "%d edits in %d ms under %.0f requests/s: in force after %d ms (median), %d ms (slowest)%n",
        took.length,
        Duration.ofNanos(all).toMillis(),
        rate,
        sorted[took.length / 2].toMillis(),
        sorted[took.length - 1].toMillis());
  }
}
