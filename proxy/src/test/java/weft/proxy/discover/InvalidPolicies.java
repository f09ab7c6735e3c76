package weft.proxy.discover;

import static java.lang.Double.NaN;
import static weft.proxy.discover.Written.backend;
import static weft.proxy.discover.Written.first;
import static weft.proxy.discover.Written.millis;
import static weft.proxy.discover.Written.policy;
import static weft.proxy.discover.Written.rule;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import weft.api.destination.WeightedAddr;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.httproute.HeaderMatch;
import weft.api.httproute.HostMatch;
import weft.api.httproute.HttpFailureInjector;
import weft.api.httproute.HttpRouteMatch;
import weft.api.httproute.PathMatch;
import weft.api.httproute.PathModifier;
import weft.api.httproute.QueryParamMatch;
import weft.api.httproute.Ratio;
import weft.api.httproute.RequestHeaderModifier;
import weft.api.httproute.RequestRedirect;
import weft.api.httproute.Timeouts;
import weft.api.httptypes.Headers;
import weft.api.httptypes.HttpMethod;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.api.outbound.Backend;
import weft.api.outbound.ExponentialBackoff;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.api.outbound.OpaqueRoute;
import weft.api.outbound.ProxyProtocol;
import weft.api.outbound.Queue;
import weft.api.outbound.TlsRoute;

/** Every form of a policy that makes no sense: docs/spec/outbound.md 5.3. */
public final class InvalidPolicies {
  private InvalidPolicies() {}

  static weft.api.outbound.OutboundPolicy with(Consumer<HttpRoute.Rule.Builder> change) {
    HttpRoute.Rule.Builder rule = rule();
    change.accept(rule);
    return Written.detecting(rule);
  }

  static weft.api.outbound.OutboundPolicy matching(Consumer<HttpRouteMatch.Builder> change) {
    var match = HttpRouteMatch.newBuilder();
    change.accept(match);
    return with(rule -> rule.addMatches(match));
  }

  static weft.api.outbound.OutboundPolicy filtering(Consumer<HttpRoute.Filter.Builder> change) {
    var filter = HttpRoute.Filter.newBuilder();
    change.accept(filter);
    return with(rule -> rule.addFilters(filter));
  }

  static weft.api.outbound.OutboundPolicy backed(Consumer<Backend.Builder> change) {
    Backend.Builder backend = backend("web");
    change.accept(backend);
    return with(rule -> rule.setBackends(first(backend)));
  }

  static weft.api.outbound.OutboundPolicy balanced(Consumer<Backend.BalanceP2c.Builder> change) {
    var balancer = backend("web").getBalancer().toBuilder();
    change.accept(balancer);
    return backed(b -> b.setBalancer(balancer));
  }

  static weft.api.outbound.OutboundPolicy retrying(Consumer<HttpRoute.Retry.Builder> change) {
    var retry = HttpRoute.Retry.newBuilder().setConditions(HttpRoute.Retry.Conditions.newBuilder());
    change.accept(retry);
    return with(rule -> rule.setRetry(retry));
  }

  static HttpRoute.Retry.Conditions.Builder statuses(int start, int end) {
    return HttpRoute.Retry.Conditions.newBuilder()
        .addStatusRanges(
            HttpRoute.Retry.Conditions.StatusRange.newBuilder().setStart(start).setEnd(end));
  }

  static ExponentialBackoff.Builder backoff(long min, long max, float jitter) {
    return ExponentialBackoff.newBuilder()
        .setMinBackoff(millis(min))
        .setMaxBackoff(millis(max))
        .setJitterRatio(jitter);
  }

  static weft.api.outbound.OutboundPolicy detecting(Consumer<ProxyProtocol.Detect.Builder> change) {
    var detect = Written.detect(rule());
    change.accept(detect);
    return policy(ProxyProtocol.newBuilder().setDetect(detect)).build();
  }

  static weft.api.outbound.OutboundPolicy breaking(FailureAccrual.Builder accrual) {
    return policy(
            ProxyProtocol.newBuilder()
                .setHttp1(ProxyProtocol.Http1.newBuilder().setFailureAccrual(accrual)))
        .build();
  }

  private static weft.api.outbound.OutboundPolicy breaking(
      Consumer<FailureAccrual.Unified.Builder> change) {
    var unified = FailureAccrual.Unified.newBuilder().setBackoff(backoff(1, 2, 0));
    change.accept(unified);
    return breaking(FailureAccrual.newBuilder().setUnified(unified));
  }

  static weft.api.outbound.OutboundPolicy opaque(OpaqueRoute.Builder... routes) {
    var opaque = ProxyProtocol.Opaque.newBuilder();
    for (var route : routes) {
      opaque.addRoutes(route);
    }
    return policy(ProxyProtocol.newBuilder().setOpaque(opaque)).build();
  }

  static Arguments invalid(String what, weft.api.outbound.OutboundPolicy message) {
    return Arguments.of(what, message);
  }

  /** What is wrong, and a policy where that is. */
  public static Stream<Arguments> all() {
    return Stream.of(messages(), routes(), protocols()).flatMap(Function.identity());
  }

  @SuppressWarnings("deprecation") // older control planes still send requestTimeout
  private static Stream<Arguments> messages() {
    return Stream.of(
        invalid("empty", weft.api.outbound.OutboundPolicy.getDefaultInstance()),
        invalid("no metadata", Written.detecting(rule()).toBuilder().clearMetadata().build()),
        invalid("no protocol", Written.detecting(rule()).toBuilder().clearProtocol().build()),
        invalid("no kind", policy(ProxyProtocol.newBuilder()).build()),
        invalid(
            "metadata without a name",
            Written.detecting(rule()).toBuilder()
                .setMetadata(
                    Metadata.newBuilder()
                        .setResource(Resource.newBuilder().setGroup("core").setKind("Service")))
                .build()),
        invalid("detect without timeout", detecting(d -> d.clearTimeout())),
        invalid("detect without HTTP/1", detecting(d -> d.clearHttp1())),
        invalid("detect without HTTP/2", detecting(d -> d.clearHttp2())),
        invalid("detect without opaque", detecting(d -> d.clearOpaque())),
        invalid("negative detect timeout", detecting(d -> d.setTimeout(millis(-1000)))),
        invalid("no distribution", with(r -> r.clearBackends())),
        invalid(
            "no kind of distribution",
            with(r -> r.setBackends(HttpRoute.Distribution.newBuilder()))),
        invalid(
            "empty list",
            with(
                r ->
                    r.setBackends(
                        HttpRoute.Distribution.newBuilder()
                            .setRandomAvailable(
                                HttpRoute.Distribution.RandomAvailable.newBuilder())))),
        invalid(
            "weighted backend without backend",
            with(
                r ->
                    r.setBackends(
                        HttpRoute.Distribution.newBuilder()
                            .setRandomAvailable(
                                HttpRoute.Distribution.RandomAvailable.newBuilder()
                                    .addBackends(HttpRoute.WeightedRouteBackend.newBuilder()))))),
        invalid("no queue", backed(b -> b.clearQueue())),
        invalid("no queue timeout", backed(b -> b.setQueue(Queue.newBuilder()))),
        invalid("no backend metadata", backed(b -> b.clearMetadata())),
        invalid(
            "forward without address",
            backed(b -> b.setForward(WeightedAddr.getDefaultInstance()))),
        invalid("no discovery", balanced(b -> b.clearDiscovery())),
        invalid("no load", balanced(b -> b.clearLoad())),
        invalid(
            "path that is an address",
            balanced(
                b ->
                    b.setDiscovery(
                        Backend.EndpointDiscovery.newBuilder()
                            .setDst(
                                Backend.EndpointDiscovery.DestinationGet.newBuilder()
                                    .setPath("[::1]:80"))))),
        invalid(
            "no default RTT",
            balanced(b -> b.setPeakEwma(b.getPeakEwma().toBuilder().clearDefaultRtt()))),
        invalid(
            "no decay",
            balanced(
                b ->
                    b.setPeakEwma(
                        Backend.BalanceP2c.PeakEwma.newBuilder().setDefaultRtt(millis(30))))),
        invalid(
            "negative penalty",
            balanced(
                b ->
                    b.setPenaltyPeakEwma(
                        Backend.BalanceP2c.PenaltyPeakEwma.newBuilder()
                            .setPenalty(millis(-1000))))),
        invalid(
            "no kind of discovery",
            balanced(b -> b.setDiscovery(Backend.EndpointDiscovery.newBuilder()))),
        invalid(
            "negative request timeout",
            with(r -> r.setTimeouts(Timeouts.newBuilder().setRequest(millis(-1000))))),
        invalid(
            "negative response timeout",
            with(r -> r.setTimeouts(Timeouts.newBuilder().setResponse(millis(-1000))))),
        invalid("retry without conditions", retrying(r -> r.clearConditions())),
        invalid("statuses from 0", retrying(r -> r.setConditions(statuses(0, 5)))),
        invalid("statuses to 600", retrying(r -> r.setConditions(statuses(500, 600)))),
        invalid("statuses backwards", retrying(r -> r.setConditions(statuses(504, 500)))),
        invalid("too many retries", retrying(r -> r.setMaxRetries(65_536))),
        invalid("negative retry timeout", retrying(r -> r.setTimeout(millis(-1000)))),
        invalid("backoff down", retrying(r -> r.setBackoff(backoff(2, 1, 0)))),
        invalid("backoff of nothing", retrying(r -> r.setBackoff(backoff(0, 0, 0)))),
        invalid("jitter above 100", retrying(r -> r.setBackoff(backoff(1, 2, 101)))),
        invalid("jitter that is no number", retrying(r -> r.setBackoff(backoff(1, 2, Float.NaN)))),
        invalid("half a backoff", retrying(r -> r.setBackoff(backoff(1, 2, 0).clearMaxBackoff()))),
        invalid(
            "negative timeout",
            with(r -> r.setTimeouts(Timeouts.newBuilder().setIdle(millis(-1000))))),
        invalid("negative old timeout", with(r -> r.setRequestTimeout(millis(-1000)))));
  }

  private static Stream<Arguments> routes() {
    return Stream.of(
        invalid("path without kind", matching(m -> m.setPath(PathMatch.newBuilder()))),
        invalid("no pattern", matching(m -> m.setPath(PathMatch.newBuilder().setRegex("(")))),
        invalid("look-ahead", matching(m -> m.setPath(PathMatch.newBuilder().setRegex("(?=a)")))),
        invalid(
            "unknown method",
            matching(m -> m.setMethod(HttpMethod.newBuilder().setRegisteredValue(9)))),
        invalid("no method", matching(m -> m.setMethod(HttpMethod.newBuilder()))),
        invalid("field with a space", matching(m -> m.addHeaders(header("a b").setRegex("x")))),
        invalid("field without value", matching(m -> m.addHeaders(header("a")))),
        invalid(
            "value with a line end",
            matching(m -> m.addHeaders(header("a").setExact(ByteString.copyFromUtf8("x\n"))))),
        invalid(
            "parameter without name",
            matching(m -> m.addQueryParams(QueryParamMatch.newBuilder().setExact("x")))),
        invalid("unknown filter", filtering(f -> {})),
        invalid("status 99", filtering(f -> f.setFailureInjector(failing(99, 1, 1)))),
        invalid("ratio above 1", filtering(f -> f.setFailureInjector(failing(500, 2, 1)))),
        invalid("ratio of nothing", filtering(f -> f.setFailureInjector(failing(500, 0, 0)))),
        invalid(
            "field name of a filter",
            filtering(
                f ->
                    f.setRequestHeaderModifier(
                        RequestHeaderModifier.newBuilder()
                            .setAdd(
                                Headers.newBuilder()
                                    .addHeaders(Headers.Header.newBuilder().setName("")))))),
        invalid("port of a redirect", filtering(f -> f.setRedirect(redirect().setPort(65_536)))),
        invalid("status of a redirect", filtering(f -> f.setRedirect(redirect().setStatus(99)))),
        invalid("host of a redirect", filtering(f -> f.setRedirect(redirect().setHost("a b")))),
        invalid(
            "path of a redirect",
            filtering(
                f -> f.setRedirect(redirect().setPath(PathModifier.newBuilder().setFull("a"))))),
        invalid(
            "host without match",
            policy(
                    ProxyProtocol.newBuilder()
                        .setHttp1(
                            ProxyProtocol.Http1.newBuilder()
                                .addRoutes(Written.route(rule()).addHosts(HostMatch.newBuilder()))))
                .build()),
        invalid(
            "gRPC match without RPC",
            policy(
                    ProxyProtocol.newBuilder()
                        .setGrpc(
                            ProxyProtocol.Grpc.newBuilder()
                                .addRoutes(
                                    GrpcRoute.newBuilder()
                                        .setMetadata(Written.byDefault("grpc"))
                                        .addRules(
                                            GrpcRoute.Rule.newBuilder()
                                                .addMatches(GrpcRouteMatch.newBuilder())))))
                .build()));
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(
        invalid("two opaque routes", opaque(Written.opaque(), Written.opaque())),
        invalid("opaque route without rule", opaque(Written.opaque().clearRules())),
        invalid("no kind of failure accrual", breaking(FailureAccrual.newBuilder())),
        invalid(
            "no backoff of failure accrual",
            breaking(
                FailureAccrual.newBuilder()
                    .setConsecutiveFailures(FailureAccrual.ConsecutiveFailures.newBuilder()))),
        invalid("success rate that is no number", breaking(u -> u.setSuccessRateThreshold(NaN))),
        invalid("success rate below 0", breaking(u -> u.setSuccessRateThreshold(-0.1))),
        invalid(
            "window below 10 ms",
            breaking(u -> u.setSuccessRateThreshold(0.5).setDecay(millis(9)))),
        invalid("a window too many requests", breaking(u -> u.setMinRequests(1_000_001))),
        invalid("no backoff of rates", breaking(u -> u.clearBackoff())),
        invalid(
            "TLS route without rule",
            policy(
                    ProxyProtocol.newBuilder()
                        .setTls(
                            ProxyProtocol.Tls.newBuilder()
                                .addRoutes(
                                    TlsRoute.newBuilder().setMetadata(Written.byDefault("tls")))))
                .build()),
        invalid(
            "gRPC retry without conditions",
            policy(
                    ProxyProtocol.newBuilder()
                        .setGrpc(
                            ProxyProtocol.Grpc.newBuilder()
                                .addRoutes(
                                    GrpcRoute.newBuilder()
                                        .setMetadata(Written.byDefault("grpc"))
                                        .addRules(
                                            GrpcRoute.Rule.newBuilder()
                                                .setRetry(GrpcRoute.Retry.newBuilder())))))
                .build()),
        invalid(
            "unknown filter of an opaque route",
            opaque(
                Written.opaque()
                    .setRules(
                        0,
                        Written.opaque().getRules(0).toBuilder()
                            .addFilters(OpaqueRoute.Filter.newBuilder())))),
        invalid(
            "success rate above 1",
            breaking(
                FailureAccrual.newBuilder()
                    .setUnified(
                        FailureAccrual.Unified.newBuilder()
                            .setBackoff(backoff(1, 2, 0))
                            .setSuccessRateThreshold(1.1)))));
  }

  static HeaderMatch.Builder header(String name) {
    return HeaderMatch.newBuilder().setName(name);
  }

  static HttpFailureInjector failing(int status, int numerator, int denominator) {
    return HttpFailureInjector.newBuilder()
        .setStatus(status)
        .setRatio(Ratio.newBuilder().setNumerator(numerator).setDenominator(denominator))
        .build();
  }

  static RequestRedirect.Builder redirect() {
    return RequestRedirect.newBuilder();
  }
}
