package weft.proxy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.destination.DestinationProfile;
import weft.api.destination.Update;
import weft.api.destination.WeightedDst;
import weft.api.grpcroute.GrpcFailureInjector;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.grpcroute.GrpcRpcMatch;
import weft.api.httproute.HeaderMatch;
import weft.api.httproute.HostMatch;
import weft.api.httproute.HttpFailureInjector;
import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathModifier;
import weft.api.httproute.RequestHeaderModifier;
import weft.api.httproute.RequestRedirect;
import weft.api.httptypes.Headers;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.testkit.Covers;
import weft.testkit.mesh.Say;
import weft.testkit.peer.H2Socket;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;

/** Which route a request takes, and what that does to it: outbound.md 11 to 13, 17, 18. */
final class OutboundRoutingTest {
  private static final String WEB = TestMesh.WEB;

  private final TestMesh mesh = new TestMesh();
  private final RawServer one = mesh.app().serve(Routes.saying("one"));
  private final RawServer two = mesh.app().serve(Routes.saying("two"));

  @AfterEach
  void close() {
    mesh.close();
  }

  private Sidecar under(OutboundPolicy policy) {
    mesh.knowsWeb(Say.endpoint(one.address()));
    mesh.control.outbound().whenCalled(call -> call.send(policy));
    return mesh.start(mesh.environment());
  }

  private Sidecar under(DestinationProfile profile) {
    mesh.knowsWeb(Say.endpoint(one.address()));
    mesh.control.profiles().whenCalled(call -> call.send(profile));
    return mesh.start(mesh.environment());
  }

  private static RawResponse asks(Sidecar proxy, String path, String... lines) {
    var more = new StringBuilder();
    for (var line : lines) {
      more.append(line).append("\r\n");
    }
    var client = proxy.outbound();
    client.send("GET " + path + " HTTP/1.1\r\nhost: " + WEB + "\r\n" + more + "\r\n");
    return RawResponse.read(client);
  }

  // ---------------------------------------------------------------- matches

  @Test
  @Covers("outbound#19")
  void withoutRoutesThereIsNothing() {
    var client = under(Routes.policy()).outbound();
    for (int i = 0; i < 2; i++) {
      client.send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
      var response = RawResponse.read(client);
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.header("l5d-proxy-error").orElseThrow()).contains("no route");
    }
  }

  @Test
  @Covers("outbound#20")
  void aFieldChoosesTheRule() {
    var field =
        HttpRouteMatch.newBuilder()
            .addHeaders(
                HeaderMatch.newBuilder().setName("X").setExact(ByteString.copyFromUtf8("a")));
    var proxy = under(Routes.policy(Routes.route(Routes.to(one, field), Routes.to(two))));
    assertThat(asks(proxy, "/", "x: a").body()).isEqualTo("one");
    assertThat(asks(proxy, "/").body()).isEqualTo("two");
  }

  @Test
  @Covers({"outbound#21", "outbound#22"})
  void theLongerPrefixWinsAndItIsOfWholeSegments() {
    var proxy =
        under(
            Routes.policy(
                Routes.route(
                    Routes.to(one, Routes.prefix("/foo")),
                    Routes.to(two, Routes.prefix("/foo/bar")))));
    assertThat(asks(proxy, "/foo/bar/baz").body()).isEqualTo("two");
    assertThat(asks(proxy, "/foo/x").body()).isEqualTo("one");
    assertThat(asks(proxy, "/foobar").status()).isEqualTo(404);
  }

  @Test
  @Covers({"outbound#23", "outbound#24"})
  void ofEqualRulesTheFirstWins() {
    var proxy =
        under(
            Routes.policy(
                Routes.route(
                    Routes.to(one, Routes.regex("/a.*")), Routes.to(two, Routes.exact("/abc"))),
                Routes.route(
                    Routes.to(two, Routes.exact("/z")), Routes.to(one, Routes.exact("/z")))));
    assertThat(asks(proxy, "/abc").body()).isEqualTo("one");
    assertThat(asks(proxy, "/z").body()).isEqualTo("two");
  }

  private static HttpRoute at(HttpRoute route, String exact) {
    return route.toBuilder().addHosts(HostMatch.newBuilder().setExact(exact)).build();
  }

  @Test
  @Covers("outbound#25")
  void routesOfAHostComeBeforeRoutesOfAll() {
    var suffix =
        HostMatch.Suffix.newBuilder().addAllReverseLabels(List.of("local", "cluster", "svc"));
    var web =
        Routes.route(Routes.to(one)).toBuilder()
            .addHosts(HostMatch.newBuilder().setSuffix(suffix))
            .build();
    var proxy = under(Routes.policy(web, Routes.route(Routes.to(two))));
    assertThat(asks(proxy, "/").body()).isEqualTo("one");
    var client = proxy.outbound();
    client.send("GET / HTTP/1.1\r\nhost: a.test\r\nl5d-dst-override: " + WEB + "\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("two");
  }

  @Test
  @Covers("outbound#26")
  void theTargetsAuthorityCountsNotTheHost() {
    var proxy =
        under(Routes.policy(at(Routes.route(Routes.to(one)), WEB), Routes.route(Routes.to(two))));
    var client = proxy.outbound();
    client.send("GET http://" + WEB + "/ HTTP/1.1\r\nhost: other\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("one");
  }

  private OutboundPolicy grpc(GrpcRoute.Rule.Builder rule) {
    return Routes.policy(
        ProxyProtocol.newBuilder()
            .setGrpc(
                ProxyProtocol.Grpc.newBuilder()
                    .addRoutes(
                        GrpcRoute.newBuilder()
                            .setMetadata(Metadata.newBuilder().setDefault("grpc"))
                            .addRules(rule))));
  }

  private static GrpcRoute.Rule.Builder calls(RawServer app) {
    return GrpcRoute.Rule.newBuilder()
        .addMatches(
            GrpcRouteMatch.newBuilder()
                .setRpc(GrpcRpcMatch.newBuilder().setService("s").setMethod("m")))
        .setBackends(
            GrpcRoute.Distribution.newBuilder()
                .setFirstAvailable(
                    GrpcRoute.Distribution.FirstAvailable.newBuilder()
                        .addBackends(
                            GrpcRoute.RouteBackend.newBuilder()
                                .setBackend(Say.forward(Say.endpoint(app.address()))))));
  }

  @Test
  @Covers("outbound#27")
  void callsAreFoundByServiceAndMethod() {
    var proxy = under(grpc(calls(one)));
    var client = proxy.outbound();
    client.send("POST /s/m HTTP/1.1\r\nhost: " + WEB + "\r\ncontent-length: 0\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("one");
    assertThat(asks(proxy, "/s/m").status()).isEqualTo(404);
  }

  // ---------------------------------------------------------------- filters

  private OutboundPolicy redirecting(RequestRedirect.Builder redirect, HttpRouteMatch.Builder at) {
    return Routes.policy(
        Routes.route(
            Routes.to(one, at).addFilters(HttpRoute.Filter.newBuilder().setRedirect(redirect))));
  }

  @Test
  @Covers("outbound#28")
  void aRedirectIsAnswered() {
    var proxy = under(redirecting(RequestRedirect.newBuilder().setHost("new"), Routes.prefix("/")));
    var client = proxy.outbound();
    for (int i = 0; i < 2; i++) {
      client.send("GET /a?b HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
      var response = RawResponse.read(client);
      assertThat(response.status()).isEqualTo(301);
      assertThat(response.header("location")).contains("http://new/a?b");
      assertThat(response.header("l5d-proxy-error")).contains("redirected");
    }
    proxy.awaitMetric(
        2, "outbound_http_route_request_statuses_total", "http_status=\"301\"", "error=\"\"");
  }

  @Test
  @Covers("outbound#29")
  void aRedirectToTheSamePlaceIsNone() {
    var proxy = under(redirecting(RequestRedirect.newBuilder().setHost(WEB), Routes.prefix("/")));
    assertThat(asks(proxy, "/").body()).isEqualTo("one");
  }

  @Test
  @Covers("outbound#30")
  void aPrefixThatDidNotMatchCannotBeReplaced() {
    var redirect = RequestRedirect.newBuilder().setPath(PathModifier.newBuilder().setPrefix("/b"));
    var response = asks(under(redirecting(redirect, Routes.exact("/a"))), "/a");
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).startsWith("unexpected error");
  }

  @Test
  @Covers("outbound#31")
  void failuresAreInjected() {
    var silent = mesh.app();
    var proxy =
        under(
            Routes.always(
                silent,
                rule ->
                    rule.addFilters(
                        HttpRoute.Filter.newBuilder()
                            .setFailureInjector(
                                HttpFailureInjector.newBuilder()
                                    .setStatus(418)
                                    .setMessage("teapot")))));
    var response = asks(proxy, "/");
    assertThat(response.status()).isEqualTo(418);
    assertThat(response.header("l5d-proxy-error")).contains("teapot");
    silent.expectNobody();
  }

  @Test
  @Covers("outbound#32")
  void failuresOfCallsAreInjected() {
    var proxy =
        under(
            grpc(
                calls(mesh.app())
                    .clearMatches()
                    .addFilters(
                        GrpcRoute.Filter.newBuilder()
                            .setFailureInjector(
                                GrpcFailureInjector.newBuilder().setCode(7).setMessage("no")))));
    var client = H2Socket.client(proxy.outbound());
    client.headers(
        1,
        true,
        ":method: POST",
        ":scheme: http",
        ":path: /s/m",
        ":authority: " + WEB,
        "content-type: application/grpc");
    assertThat(client.hearHead()).contains(":status: 200", "grpc-status: 7", "grpc-message: no");
  }

  private static RequestHeaderModifier adding(String name, String value) {
    return RequestHeaderModifier.newBuilder()
        .setAdd(
            Headers.newBuilder()
                .addHeaders(
                    Headers.Header.newBuilder()
                        .setName(name)
                        .setValue(ByteString.copyFromUtf8(value))))
        .build();
  }

  @Test
  @Covers("outbound#33")
  void fieldsOfRouteAndBackendAreAddedInOrder() {
    var app = mesh.app();
    var filter = HttpRoute.Filter.newBuilder();
    var backend =
        HttpRoute.RouteBackend.newBuilder()
            .setBackend(Say.forward(Say.endpoint(app.address())))
            .addFilters(filter.clone().setRequestHeaderModifier(adding("x", "2")));
    var first = HttpRoute.Distribution.FirstAvailable.newBuilder().addBackends(backend);
    var rule =
        HttpRoute.Rule.newBuilder()
            .addFilters(filter.clone().setRequestHeaderModifier(adding("x", "1")))
            .setBackends(HttpRoute.Distribution.newBuilder().setFirstAvailable(first));
    var proxy = under(Routes.policy(Routes.route(rule)));
    proxy.outbound().send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\nx: 0\r\n\r\n");
    var request = Http.request(app.accept());
    assertThat(request.lines().filter(line -> line.startsWith("x: ")))
        .containsExactly("x: 0", "x: 1", "x: 2");
  }

  // ---------------------------------------------------------------- backends

  @Test
  @Covers("outbound#35")
  void aBackendOfNoKindIsABadGateway() {
    Backend none = Say.balancer(WEB + ":80").toBuilder().clearKind().build();
    var response = asks(under(Routes.policy(Routes.route(Routes.to(none)))), "/");
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).contains("has no dispatcher");
    assertThat(response.header("connection")).contains("close");
  }

  @Test
  @Covers("outbound#16")
  void aPolicyThatMakesNoSenseFailsItsOwnRequestsOnly() {
    var proxy =
        under(Routes.policy(Routes.route(Routes.to(one))).toBuilder().clearMetadata().build());
    var response = asks(proxy, "/");
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.header("l5d-proxy-error").orElseThrow()).startsWith("unexpected error");
    assertThat(response.header("connection")).contains("close");
    mesh.control.outbound().whenCalled(call -> call.send(Say.balanced(WEB + ":80")));
    var client = proxy.outbound();
    client.send("GET / HTTP/1.1\r\nhost: api.ns1.svc.cluster.local\r\n\r\n");
    assertThat(RawResponse.read(client).status()).isEqualTo(200);
  }

  @Test
  @Covers("outbound#17")
  void anotherPolicyIsInForceOnTheSameConnection() {
    var proxy = under(Routes.policy(Routes.route(Routes.to(one))));
    var client = proxy.outbound();
    client.send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
    assertThat(RawResponse.read(client).body()).isEqualTo("one");
    mesh.control.outbound().next().send(Routes.policy(Routes.route(Routes.to(two))));
    Await.until(
        () -> {
          client.send("GET / HTTP/1.1\r\nhost: " + WEB + "\r\n\r\n");
          return RawResponse.read(client).body().equals("two");
        },
        () -> "the new policy is not in force");
  }

  // ---------------------------------------------------------------- profiles

  @Test
  @Covers("outbound#36")
  void aRouteOfAProfileHasATimeout() {
    var silent = mesh.app();
    var proxy =
        under(
            Routes.profile(
                    Routes.everything()
                        .setTimeout(Routes.millis(100))
                        .putMetricsLabels("route", "all"))
                .build());
    mesh.control.endpoints().whenCalled(call -> call.send(Say.add(Say.endpoint(silent.address()))));
    var response = asks(proxy, "/");
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.header("connection")).contains("close");
    proxy.awaitMetric(
        1,
        "route_response_total",
        "rt_route=\"all\"",
        "classification=\"failure\"",
        "error=\"timeout\"");
  }

  private static WeightedDst target(String name, int weight) {
    return WeightedDst.newBuilder().setAuthority(name + ":80").setWeight(weight).build();
  }

  private void endpointsByName() {
    var updates = new HashMap<String, Update>();
    updates.put(WEB + ":80", Say.add(Say.endpoint(one.address())));
    updates.put("leaf.ns1.svc.cluster.local:80", Say.add(Say.endpoint(two.address())));
    mesh.control
        .endpoints()
        .whenCalled(
            call -> {
              var update = updates.get(call.request().getPath());
              call.send(update == null ? Say.nobody() : update);
            });
  }

  @Test
  @Covers({"outbound#37", "outbound#38"})
  void aProfileSendsRequestsElsewhereUntilItNoLongerDoes() {
    var split =
        Routes.profile()
            .addDstOverrides(target("leaf.ns1.svc.cluster.local", 1))
            .addDstOverrides(target("none.ns1.svc.cluster.local", 0))
            .build();
    var proxy = under(split);
    endpointsByName();
    for (int i = 0; i < 20; i++) {
      assertThat(asks(proxy, "/").body()).isEqualTo("two");
    }
    mesh.control.profiles().next().send(Routes.profile(Routes.everything()).build());
    Await.until(() -> asks(proxy, "/").body().equals("one"), () -> "the split is still in force");
  }

  @Test
  void whichOfProfileAndPolicyDecidesIsDecidedOnEveryUpdate() {
    mesh.knowsWeb(Say.endpoint(one.address()));
    mesh.control
        .outbound()
        .whenCalled(call -> call.send(Routes.policy(Routes.route(Routes.to(two)))));
    var proxy = mesh.start(mesh.environment());
    assertThat(asks(proxy, "/").body()).isEqualTo("two");
    var profile = mesh.control.profiles().next();
    for (var step :
        Arrays.asList(
            java.util.Map.entry(Routes.profile(Routes.everything()), "one"),
            java.util.Map.entry(Routes.profile(), "two"))) {
      profile.send(step.getKey().build());
      Await.until(
          () -> asks(proxy, "/").body().equals(step.getValue()), () -> "not " + step.getValue());
    }
  }
}
