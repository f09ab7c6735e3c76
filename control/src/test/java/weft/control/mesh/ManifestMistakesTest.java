package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.documents;
import static weft.control.mesh.MeshText.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in profiles and routes is told with its place, and keeps the file from use. */
final class ManifestMistakesTest {
  private static final String WEB = service("web", "{ ports: [ { port: 80 } ] }");

  @TempDir Path directory;

  private Loaded load(String... documents) throws IOException {
    return MeshLoader.load(Files.writeString(directory.resolve("mesh.yaml"), documents(documents)));
  }

  private String onlyError(String... documents) throws IOException {
    var loaded = load(documents);
    assertThat(loaded.mesh()).isEmpty();
    assertThat(loaded.problems()).hasSize(1);
    return loaded.problems().getFirst().toString().replace(directory + "/", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routes: [ { name: a, condition: { pathRegex: '(' } } ]"
            + "|17:48: error: spec.routes[0].condition.pathRegex: found \"(\"; accepted: a regular",
        "routes: [ { name: '', condition: { method: GET } } ]"
            + "|17:21: error: spec.routes[0].name: found \"\"; accepted: a name that is not empty",
        "routes: [ { name: a } ]"
            + "|17:13: error: spec.routes[0].condition: found nothing; accepted: a condition with",
        "routes: [ { name: a, condition: { all: [ {} ] } } ]"
            + "|17:44: error: spec.routes[0].condition.all[0]: found a mapping; accepted: a cond",
        "routes: [ { name: a, condition: { all: [ null ] } } ]|17:44: error:"
            + " spec.routes[0].condition.all[0]: found nothing; accepted: a condition",
        "routes: [ { name: a, condition: { method: GET }, timeout: soon } ]"
            + "|17:61: error: spec.routes[0].timeout: found \"soon\"; accepted: a duration as Go",
        "routes: [ { name: a, condition: { method: GET }, isRetryable: 'yes' } ]"
            + "|17:65: error: spec.routes[0].isRetryable: found \"yes\"; accepted: true or false",
        "routes: [ { name: a, condition: { method: GET }, retryable: true } ]"
            + "|17:52: error: spec.routes[0].retryable: found a key that is not known here",
        "routes: [ { name: a, condition: { method: GET }, responseClasses: [ { condition:"
            + " { status: { min: 600 } } } ] } ]"
            + "|17:101: error: spec.routes[0].responseClasses[0].condition.status.min: found 600",
        "routes: [ { name: a, condition: { method: GET }, responseClasses: [ { condition:"
            + " { status: { min: 500, max: 400 } } } ] } ]"
            + "|17:94: error: spec.routes[0].responseClasses[0].condition.status: found a mapping;"
            + " accepted: min of at most max",
        "dstOverrides: [ { authority: web.ns1.svc.cluster.local, weight: -1 } ]"
            + "|17:67: error: spec.dstOverrides[0].weight: found -1; accepted: a quantity of at",
        "dstOverrides: [ { authority: web.ns1.svc.cluster.local, weight: 1e2147483647k } ]"
            + "|17:67: error: spec.dstOverrides[0].weight: found \"1e2147483647k\"; accepted: a",
        "dstOverrides: [ { authority: 'a:http', weight: 1 } ]"
            + "|17:32: error: spec.dstOverrides[0].authority: found \"a:http\"; accepted: NAME or",
        "retryBudget: { retryRatio: -0.2, minRetriesPerSecond: 1, ttl: 10s }"
            + "|17:30: error: spec.retryBudget.retryRatio: found -0.2; accepted: a number from 0",
        "retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 1, ttl: 2m }"
            + "|17:64: error: spec.retryBudget.ttl: found \"2m\"; accepted: a duration from 1s to",
        "retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 1 }"
            + "|17:16: error: spec.retryBudget.ttl: found nothing; accepted: a duration from 1s",
      })
  void aProfileThatCannotBeIsRefused(String spec, String error) throws IOException {
    var profile =
        """
        apiVersion: linkerd.io/v1alpha2
        kind: ServiceProfile
        metadata: { name: web.ns1.svc.cluster.local, namespace: ns1 }
        spec:
          %s
        """
            .formatted(spec);
    assertThat(onlyError(WEB, profile)).startsWith("mesh.yaml:" + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matches: [ { path: { type: RegularExpression, value: '(' } } ]|19:58: error:"
            + " spec.rules[0].matches[0].path.value: found \"(\"; accepted: a regular",
        "matches: [ { path: { value: a } } ]"
            + "|19:33: error: spec.rules[0].matches[0].path.value: found \"a\"; accepted: a path",
        "matches: [ { path: { type: Suffix, value: /a } } ]"
            + "|19:32: error: spec.rules[0].matches[0].path.type: found \"Suffix\"; accepted: one",
        "matches: [ { method: FETCH } ]"
            + "|19:26: error: spec.rules[0].matches[0].method: found \"FETCH\"; accepted: one of",
        "matches: [ { headers: [ { name: 'a b', value: c } ] } ]"
            + "|19:37: error: spec.rules[0].matches[0].headers[0].name: found \"a b\"; accepted: a",
        "backendRefs: [ { name: web, port: 80, weight: -1 } ]"
            + "|19:51: error: spec.rules[0].backendRefs[0].weight: found -1; accepted: a whole",
        "backendRefs: [ { name: web } ]"
            + "|19:20: error: spec.rules[0].backendRefs[0].port: found nothing; accepted: a whole",
        "timeouts: { request: 1.5s }"
            + "|19:26: error: spec.rules[0].timeouts.request: found \"1.5s\"; accepted: a duration",
        "timeouts: { request: 1s, backendRequest: 2s }"
            + "|19:46: error: spec.rules[0].timeouts.backendRequest: found \"2s\"; accepted: at",
        "filters: [ { type: RequestRedirect, requestRedirect: { statusCode: 200 } } ]"
            + "|19:72: error: spec.rules[0].filters[0].requestRedirect.statusCode: found 200",
        "filters: [ { type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath,"
            + " replaceFullPath: a } } } ]|19:108: error:"
            + " spec.rules[0].filters[0].requestRedirect.path.replaceFullPath: found",
      })
  void aRouteThatCannotBeIsRefused(String rule, String error) throws IOException {
    var route =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: r, namespace: ns1 }
        spec:
          parentRefs: [ { group: core, kind: Service, name: web } ]
          rules:
          - %s
        """
            .formatted(rule);
    assertThat(onlyError(WEB, route)).startsWith("mesh.yaml:" + error);
  }

  @Test
  void anUnknownKindNamesTheNearest() throws IOException {
    assertThat(onlyError(WEB, "kind: ServiceProfil\nmetadata: { name: a }\n"))
        .startsWith("mesh.yaml:13:7: error: kind: found \"ServiceProfil\"; accepted: did you mean");
  }

  @Test
  void aProfileOfNothingIsDoubted() throws IOException {
    var loaded =
        load(
            WEB,
            """
            apiVersion: linkerd.io/v1alpha2
            kind: ServiceProfile
            metadata: { name: wbe.ns1.svc.cluster.local, namespace: ns1 }
            spec: {}
            """);
    assertThat(loaded.mesh()).isPresent();
    assertThat(loaded.problems())
        .singleElement()
        .asString()
        .contains(":15:19: warning: metadata.name: found a profile of no Service in the mesh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parentRefs: []|16:21: warning: spec.parentRefs: found no parent, so that it is for"
            + " nothing",
        "parentRefs: [ { group: core, kind: Service, name: web, port: 81 } ]"
            + "|16:23: warning: spec.parentRefs[0]: found port 81, which Service ns1/web does not",
        "parentRefs: [ { kind: HTTPRoute, name: r } ]"
            + "|16:23: warning: spec.parentRefs[0]: found HTTPRoute ns1/r, which does not take",
        "parentRefs: [ { group: core, kind: Service, name: web } ],"
            + " rules: [ { backendRefs: [ { name: web, port: 82 } ] } ]"
            + "|16:94: warning: spec.rules[0].backendRefs[0]: found port 82, which Service ns1/web",
        "parentRefs: [ { group: core, kind: Service, name: web } ],"
            + " rules: [ { backendRefs: [ { name: web, port: 80, weight: 0 } ] } ]"
            + "|16:77: warning: spec.rules[0]: found backends of weight 0 only, so that all",
        "parentRefs: [ { group: core, kind: Service, name: web } ],"
            + " rules: [ { backendRefs: [ { name: wbe, port: 80 } ] } ]"
            + "|16:94: warning: spec.rules[0].backendRefs[0]: found the Service wbe, which does",
      })
  void aRouteWithoutEffectIsDoubted(String spec, String doubt) throws IOException {
    assertThat(onlyDoubt("kind: HTTPRoute", "gateway.networking.k8s.io/v1", "r", spec))
        .startsWith("mesh.yaml:" + doubt);
  }

  @Test
  void aShareForNoServiceIsDoubted() throws IOException {
    assertThat(
            onlyDoubt(
                "kind: ServiceProfile",
                "linkerd.io/v1alpha2",
                "web.ns1.svc.cluster.local",
                "dstOverrides: [ { authority: 'web2.ns1.svc.cluster.local:80', weight: 1 } ]"))
        .startsWith(
            "mesh.yaml:16:23: warning: spec.dstOverrides: found a share for"
                + " web2.ns1.svc.cluster.local, which is no Service in the mesh");
  }

  private String onlyDoubt(String kind, String version, String name, String spec)
      throws IOException {
    var manifest =
        "%s\napiVersion: %s\nmetadata: { name: %s, namespace: ns1 }\nspec: { %s }\n"
            .formatted(kind, version, name, spec);
    var loaded = load(WEB, manifest);
    assertThat(loaded.mesh()).isPresent();
    assertThat(loaded.problems()).hasSize(1);
    return loaded.problems().getFirst().toString().replace(directory + "/", "");
  }

  @Test
  void conditionsNestedTooDeepAreRefused() throws IOException {
    var deep = "{ not: ".repeat(30) + "{ method: GET }" + " }".repeat(30);
    assertThat(
            onlyError(
                WEB,
                """
                apiVersion: linkerd.io/v1alpha2
                kind: ServiceProfile
                metadata: { name: web.ns1.svc.cluster.local, namespace: ns1 }
                spec: { routes: [ { name: a, condition: %s } ] }
                """
                    .formatted(deep)))
        .contains("accepted: conditions nested 20 deep at most");
  }
}
