package weft.proxy.scenario;

import com.google.protobuf.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import weft.api.destination.DestinationProfile;
import weft.api.destination.RequestMatch;
import weft.api.destination.RetryBudget;
import weft.api.destination.Route;
import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathMatch;
import weft.api.meta.Metadata;
import weft.api.outbound.Backend;
import weft.api.outbound.ExponentialBackoff;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.ProxyProtocol;
import weft.testkit.mesh.Say;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** Policies and profiles with routes, as short as they can be said, and servers to go with them. */
final class Routes {
  private Routes() {}

  // ---------------------------------------------------------------- policies

  static OutboundPolicy policy(ProxyProtocol.Builder protocol) {
    return Say.balanced(TestMesh.WEB + ":80").toBuilder().setProtocol(protocol).build();
  }

  /** For both versions of HTTP. */
  static OutboundPolicy policy(HttpRoute... routes) {
    var all = List.of(routes);
    return policy(
        ProxyProtocol.newBuilder()
            .setDetect(
                Say.balanced(TestMesh.WEB + ":80").getProtocol().getDetect().toBuilder()
                    .setHttp1(ProxyProtocol.Http1.newBuilder().addAllRoutes(all))
                    .setHttp2(ProxyProtocol.Http2.newBuilder().addAllRoutes(all))));
  }

  static HttpRoute route(HttpRoute.Rule.Builder... rules) {
    var route = HttpRoute.newBuilder().setMetadata(Metadata.newBuilder().setDefault("test"));
    for (var rule : rules) {
      route.addRules(rule);
    }
    return route.build();
  }

  /** One rule for all requests, changed. */
  static OutboundPolicy always(RawServer app, Consumer<HttpRoute.Rule.Builder> change) {
    var rule = to(app);
    change.accept(rule);
    return policy(route(rule));
  }

  static HttpRoute.Rule.Builder to(RawServer app, HttpRouteMatch.Builder... matches) {
    return to(Say.forward(Say.endpoint(app.address())), matches);
  }

  static HttpRoute.Rule.Builder to(Backend backend, HttpRouteMatch.Builder... matches) {
    var to = HttpRoute.RouteBackend.newBuilder().setBackend(backend);
    var first = HttpRoute.Distribution.FirstAvailable.newBuilder().addBackends(to);
    var rule =
        HttpRoute.Rule.newBuilder()
            .setBackends(HttpRoute.Distribution.newBuilder().setFirstAvailable(first));
    for (var match : matches) {
      rule.addMatches(match);
    }
    return rule;
  }

  static HttpRouteMatch.Builder prefix(String prefix) {
    return HttpRouteMatch.newBuilder().setPath(PathMatch.newBuilder().setPrefix(prefix));
  }

  static HttpRouteMatch.Builder exact(String path) {
    return HttpRouteMatch.newBuilder().setPath(PathMatch.newBuilder().setExact(path));
  }

  static HttpRouteMatch.Builder regex(String regex) {
    return HttpRouteMatch.newBuilder().setPath(PathMatch.newBuilder().setRegex(regex));
  }

  /** Repeats 5xx, with bodies of up to 1000 bytes. */
  static HttpRoute.Retry.Builder retrying(int max) {
    return HttpRoute.Retry.newBuilder()
        .setMaxRetries(max)
        .setMaxRequestBytes(1000)
        .setBackoff(
            ExponentialBackoff.newBuilder().setMinBackoff(millis(1)).setMaxBackoff(millis(5)))
        .setConditions(
            HttpRoute.Retry.Conditions.newBuilder()
                .addStatusRanges(
                    HttpRoute.Retry.Conditions.StatusRange.newBuilder().setStart(500).setEnd(599)));
  }

  static Duration millis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  // ---------------------------------------------------------------- profiles

  static DestinationProfile.Builder profile(Route.Builder... routes) {
    var profile = Say.profile(TestMesh.WEB).toBuilder();
    for (var route : routes) {
      profile.addRoutes(route);
    }
    return profile;
  }

  /** A profile's route for all requests. */
  static Route.Builder everything() {
    return Route.newBuilder()
        .setCondition(
            RequestMatch.newBuilder()
                .setPath(weft.api.destination.PathMatch.newBuilder().setRegex("/.*")));
  }

  static RetryBudget.Builder budget(float ratio, int minPerSecond) {
    return RetryBudget.newBuilder()
        .setRetryRatio(ratio)
        .setMinRetriesPerSecond(minPerSecond)
        .setTtl(millis(10_000));
  }

  // ---------------------------------------------------------------- servers

  /** Answers every request without a body with this body. */
  static RawServer.Script saying(String body) {
    return answering(
        n -> "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Answers one request after the other with these statuses, and then with 200. */
  static RawServer.Script statuses(int... statuses) {
    return answering(
        n ->
            "HTTP/1.1 "
                + (n < statuses.length ? statuses[n] : 200)
                + " S\r\ncontent-length: 0\r\n\r\n");
  }

  /** What is answered to a request, by how many came before. */
  interface Answer {
    String to(int earlier);
  }

  static RawServer.Script answering(Answer answer) {
    var count = new AtomicInteger();
    return socket -> {
      while (hasRequest(socket)) {
        socket.send(answer.to(count.getAndIncrement()));
      }
    };
  }

  private static boolean hasRequest(RawSocket socket) {
    var first = socket.readUpTo(1);
    if (first.length > 0) {
      Http.request(socket);
    }
    return first.length > 0;
  }
}
