package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.control.mesh.MeshText.documents;
import static weft.control.mesh.MeshText.meshed;
import static weft.control.mesh.MeshText.service;
import static weft.control.mesh.MeshText.workload;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeshLoaderTest {
  @TempDir Path directory;

  private Loaded load(String text) throws IOException {
    return MeshLoader.load(Files.writeString(directory.resolve("mesh.yaml"), text));
  }

  private List<String> problems(String text) throws IOException {
    return load(text).problems().stream()
        .map(Problem::toString)
        .map(line -> line.replace(directory + "/", ""))
        .toList();
  }

  private Mesh mesh(String text) throws IOException {
    var loaded = load(text);
    assertThat(loaded.problems()).isEmpty();
    return loaded.mesh().orElseThrow();
  }

  @Test
  void theMeshOfTheContractIsRead() throws IOException {
    var text =
        """
        kind: Mesh
        metadata: { name: demo }
        spec:
          trustDomain: example.org
          clusterDomain: cluster.local
          controlPlaneNamespace: linkerd
          clusterNetworks: [ 10.0.0.0/8, 127.0.0.0/8 ]
          virtualNetwork: 240.77.0.0/16
          trustAnchors: { file: ca/anchors.pem }
          issuer: { certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 12h }
          join: { key: ca/join-key.pem, revoked: [ a, b ] }
          listen: { api: 127.0.0.1:9443, dns: 127.0.0.1:9053 }
          defaultInboundPolicy: all-authenticated
          defaultOpaquePorts: [ 25, 6379 ]
          state: state/
        ---
        kind: Service
        metadata: { name: api, namespace: default }
        spec:
          selector: { app: api }
          ports: [ { name: http, port: 80, targetPort: http } ]
        ---
        kind: ExternalWorkload
        metadata: { name: api-1, namespace: default, labels: { app: api } }
        spec:
          meshTLS: { identity: api.default.serviceaccount.identity.linkerd.example.org }
          workloadIPs: [ { ip: 127.0.1.2 } ]
          ports: [ { name: http, port: 9001 }, { name: linkerd-proxy, port: 4144 } ]
        ---
        kind: ExternalGroup
        metadata: { name: workers, namespace: default }
        spec:
          template:
            metadata: { labels: { app: api } }
            spec:
              meshTLS: { identity: api.default.serviceaccount.identity.linkerd.example.org }
              ports: [ { name: http } ]
        """;
    var mesh = mesh(text);
    var settings = mesh.settings();
    assertThat(settings.issuer().lifetime()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.issuer().key()).isEqualTo(directory.resolve("ca/issuer-key.pem"));
    assertThat(settings.join()).isNotNull();
    assertThat(settings.listen().api().getPort()).isEqualTo(9443);
    assertThat(settings.controlName())
        .isEqualTo("control.linkerd.serviceaccount.identity.linkerd.example.org");
    assertThat(settings.defaultOpaquePorts().contains(6379)).isTrue();
    assertThat(settings.defaultOpaquePorts().contains(3306)).isFalse();
    var service = mesh.service(new ObjectName("default", "api")).orElseThrow();
    assertThat(mesh.endpointsOf(service, 80))
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.port()).isEqualTo(9001);
              assertThat(endpoint.workload().inboundPort()).isEqualTo(4144);
            });
    assertThat(mesh.groups()).hasSize(1);
  }

  @Test
  void allErrorsAreToldAtOnceWithLineColumnAndPath() throws IOException {
    assertThat(
            problems(
                """
                kind: Mesh
                metadata: { name: demo }
                spec:
                  trustDomian: example.org
                  trustAnchors: { file: a.pem }
                  issuer: { certificate: i.pem, key: k.pem, lifetime: soon }
                  clusterNetworks: [ 10.0.0.0/33 ]
                ---
                kind: Service
                metadata: { name: api }
                spec:
                  ports:
                  - port: "80"
                ---
                kind: Servcie
                metadata: { name: api }
                """))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "mesh.yaml:4:3: error: spec.trustDomian: found a key that is not known"
                            + " here; accepted: did you mean trustDomain? one of"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "mesh.yaml:6:55: error: spec.issuer.lifetime: found \"soon\"; accepted: a"
                            + " duration above zero: a whole number with ms, s, m, h or d"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "mesh.yaml:7:22: error: spec.clusterNetworks[0]: found \"10.0.0.0/33\";"
                            + " accepted: a network such as 10.0.0.0/8 or fd00::/8"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "mesh.yaml:13:11: error: spec.ports[0].port: found \"80\"; accepted: a whole"
                            + " number from 1 to 65535"),
            line ->
                assertThat(line)
                    .startsWith(
                        "mesh.yaml:15:7: error: kind: found \"Servcie\"; accepted: did you mean"
                            + " Service?"));
  }

  @Test
  void aSyntaxErrorNamesItsPlace() throws IOException {
    assertThat(problems("kind: Mesh\nmetadata: { name: demo\nspec: {}\n"))
        .anySatisfy(line -> assertThat(line).startsWith("mesh.yaml:3:5: error: found"));
  }

  @Test
  void anErrorLeavesNoMesh() throws IOException {
    assertThat(load("kind: Mesh\n").mesh()).isEmpty();
    assertThat(MeshLoader.load(directory.resolve("nowhere.yaml")).problems()).isNotEmpty();
    assertThat(MeshLoader.load(directory.resolve("nowhere.yaml")).mesh()).isEmpty();
  }

  @Test
  void exactlyOneMeshIsWanted() throws IOException {
    assertThat(problems(service("web", "{ ports: [ { port: 80 } ] }")))
        .containsExactly("mesh.yaml: error: found no document of kind Mesh; accepted: exactly one");
    assertThat(problems(documents(MeshText.SETTINGS)))
        .containsExactly(
            "mesh.yaml:8:7: error: kind: found \"Mesh\"; accepted: one Mesh; the first is at"
                + " mesh.yaml:1:7");
  }

  @ParameterizedTest
  @CsvSource({
    "workloadIPs: [ { ip: 300.1.1.1 } ], spec.workloadIPs[0].ip",
    "workloadIPs: [], spec.workloadIPs",
    "meshTLS: { identity: 'spiffe://td/w' }, spec.meshTLS.serverName",
    "meshTLS: { identity: 'not a name' }, spec.meshTLS.identity",
    "ports: [ { name: http } ], spec.ports[0].port",
    "ports: [ { port: 70000 } ], spec.ports[0].port",
    "ports: 9001, spec.ports",
  })
  void aWorkloadThatCannotBeIsRefused(String key, String path) throws IOException {
    var text =
        documents(
            """
            kind: ExternalWorkload
            metadata: { name: w, namespace: ns1 }
            spec:
              %s
            """
                .formatted(key.replace('+', ',')));
    assertThat(problems(text))
        .anySatisfy(line -> assertThat(line).contains("error: " + path + ":"));
  }

  @Test
  void aNameStandsOnceInItsNamespace() throws IOException {
    var web = service("web", "{ ports: [ { port: 80 } ] }");
    assertThat(problems(documents(web, web)))
        .singleElement()
        .asString()
        .contains("found a second Service ns1/web", "the first is at mesh.yaml:10:19");
  }

  @Test
  void whatPointsNowhereIsDoubted() throws IOException {
    var nowhere = service("web", "{ selector: { app: wbe }, ports: [ { port: 80 } ] }");
    var noPort =
        service("api", "{ selector: { app: web }, ports: [ { port: 80, targetPort: grpc } ] }");
    assertThat(problems(documents(nowhere, noPort, meshed("web-1", "10.0.0.1", 8080))))
        .satisfiesExactly(
            line -> assertThat(line).contains("warning: spec.selector: found a selector that"),
            line -> assertThat(line).contains("warning: spec.ports: found the target port grpc"));
  }

  @Test
  void aKindThatNobodyServesIsReadAndDoubted() throws IOException {
    var loaded =
        load(
            documents(
                """
                apiVersion: policy.linkerd.io/v1beta3
                kind: Server
                metadata: { name: web, namespace: ns1 }
                spec: { port: http, podSelector: {} }
                """));
    assertThat(loaded.mesh()).isPresent();
    assertThat(loaded.problems()).singleElement().asString().contains("not in force");
  }

  @Test
  void aKindOfTwoGroupsNeedsItsVersion() throws IOException {
    assertThat(problems(documents("kind: HTTPRoute\nmetadata: { name: r }\n")))
        .singleElement()
        .asString()
        .contains(
            "error: apiVersion: found nothing; accepted: a version of gateway.networking.k8s.io");
  }

  @Test
  void aManifestFromAClusterIsReadUnchanged() throws IOException {
    var mesh =
        mesh(
            documents(
                """
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: ns1
                  uid: 3f0c
                  resourceVersion: "12"
                  creationTimestamp: 2026-01-01T00:00:00Z
                spec:
                  clusterIP: 10.9.9.9
                  clusterIPs: [ 10.9.9.9 ]
                  internalTrafficPolicy: Cluster
                  ipFamilies: [ IPv4 ]
                  sessionAffinity: None
                  type: ClusterIP
                  ports:
                  - { name: http, port: 80, protocol: TCP, targetPort: 8080 }
                  - { name: dns, port: 53, protocol: UDP }
                status: { loadBalancer: {} }
                """));
    assertThat(mesh.servicesAt(InetAddress.ofLiteral("10.9.9.9"))).hasSize(1);
  }

  @Test
  void aServiceWithoutAddressGetsOneThatStays() throws IOException {
    var web = service("web", "{ ports: [ { port: 80 } ] }");
    var before = mesh(documents(web));
    var address = before.addressOf(before.services().iterator().next()).orElseThrow();
    assertThat(Cidr.of("240.77.0.0/16").contains(address)).isTrue();
    var api = service("api", "{ ports: [ { port: 80 } ] }");
    var after = mesh(documents(api, web));
    var same = after.service(new ObjectName("ns1", "web")).orElseThrow();
    assertThat(after.addressOf(same)).contains(address);
  }

  @Test
  void headlessAndExternalServicesHaveNoAddress() throws IOException {
    var mesh =
        mesh(
            documents(
                service("db", "{ clusterIP: None, ports: [ { port: 80 } ] }"),
                service("ext", "{ type: ExternalName, externalName: example.org }")));
    assertThat(mesh.services()).allSatisfy(one -> assertThat(mesh.addressOf(one)).isEmpty());
  }

  @Test
  void aDirectoryIsReadAsOneFile() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), MeshText.SETTINGS);
    Files.writeString(directory.resolve("b.yml"), service("web", "{ ports: [ { port: 80 } ] }"));
    Files.writeString(directory.resolve("c.txt"), "kind: nothing");
    var loaded = MeshLoader.load(directory);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.mesh().orElseThrow().services()).hasSize(1);
  }

  @Test
  void aWorkloadWhoseStatusIsNotReadyIsLeftOut() throws IOException {
    var web = service("web", "{ selector: { app: web }, ports: [ { port: 80 } ] }");
    var sick =
        workload("web-1", "10.0.0.1", "ports: []")
            + "status: { conditions: [ { type: Ready, status: \"False\" } ] }\n";
    var mesh = mesh(documents(web, sick, workload("web-2", "10.0.0.2", "ports: []")));
    assertThat(mesh.endpointsOf(mesh.services().iterator().next(), 80))
        .extracting(endpoint -> endpoint.workload().meta().name())
        .containsExactly("web-2");
  }
}
