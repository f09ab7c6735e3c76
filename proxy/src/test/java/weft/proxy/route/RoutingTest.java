package weft.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.http.Requests.line;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.proxy.http.RequestHead;
import weft.proxy.route.Routing.Route;
import weft.proxy.route.Routing.Rule;

class RoutingTest {
  private static final List<HostMatch> EVERY_HOST = List.of();

  private static HttpMatch path(PathMatch path) {
    return new HttpMatch(path, List.of(), List.of(), null);
  }

  private static HttpMatch fields(HeaderMatch... fields) {
    return new HttpMatch(PathMatch.all(), List.of(fields), List.of(), null);
  }

  private static HttpMatch query(QueryMatch... parameters) {
    return new HttpMatch(PathMatch.all(), List.of(), List.of(parameters), null);
  }

  private static HttpMatch method(String name) {
    return new HttpMatch(PathMatch.all(), List.of(), List.of(), name);
  }

  private static Route<String> route(List<HostMatch> hosts, String name, RequestMatch... matches) {
    return new Route<>(hosts, List.of(new Rule<>(List.of(matches), name)));
  }

  /** One rule a match, called by its number from 1. */
  private static Routing<String> rules(RequestMatch... matches) {
    Route<String>[] routes = newRoutes(matches.length);
    Arrays.setAll(routes, i -> route(EVERY_HOST, Integer.toString(i + 1), matches[i]));
    return Routing.of(List.of(routes));
  }

  @SuppressWarnings("unchecked") // an array of a generic type can only be made unchecked
  private static Route<String>[] newRoutes(int length) {
    return (Route<String>[]) new Route<?>[length];
  }

  private static @Nullable String found(Routing<String> routing, RequestHead head) {
    var found = routing.find(head);
    return found == null ? null : found.asks();
  }

  @Test
  void aFieldThatIsAskedForWins() {
    var routing = rules(fields(new HeaderMatch.Exact(line("x", "a"))), HttpMatch.ALL);
    assertThat(found(routing, Asks.get("/", line("x", "b"), line("x", "a")))).isEqualTo("1");
    assertThat(found(routing, Asks.get("/", line("x", "b")))).isEqualTo("2");
    assertThat(found(routing, Asks.get("/"))).isEqualTo("2");
  }

  @Test
  void theLongerPrefixWins() {
    var routing = rules(path(PathMatch.prefix("/foo")), path(PathMatch.prefix("/foo/bar")));
    assertThat(found(routing, Asks.get("/foo/bar/baz"))).isEqualTo("2");
    assertThat(found(routing, Asks.get("/foo"))).isEqualTo("1");
  }

  @Test
  void aPrefixIsOfWholeSegments() {
    var routing = rules(path(PathMatch.prefix("/foo/")));
    assertThat(found(routing, Asks.get("/foobar"))).isNull();
    assertThat(found(routing, Asks.get("/foo"))).isEqualTo("1");
    assertThat(found(routing, Asks.get("/foo/?q"))).isEqualTo("1");
    assertThat(found(routing, Asks.get("/foo?q"))).isEqualTo("1");
  }

  @Test
  void anExactPathAndAPatternAreEquals() {
    var pattern = path(new PathMatch.Pattern(Regex.of("/a.*")));
    var exact = path(new PathMatch.Exact("/abc"));
    assertThat(found(rules(pattern, exact), Asks.get("/abc"))).isEqualTo("1");
    assertThat(found(rules(exact, pattern), Asks.get("/abc"))).isEqualTo("1");
    assertThat(found(rules(exact), Asks.get("/ABC"))).isNull();
  }

  @Test
  void ofEqualsTheFirstWins() {
    assertThat(found(rules(HttpMatch.ALL, HttpMatch.ALL), Asks.get("/"))).isEqualTo("1");
  }

  @Test
  void fieldsBeatParametersAndTheseBeatMethods() {
    var parameter = query(new QueryMatch("q", new QueryMatch.Value.Exact("1")));
    var field = fields(new HeaderMatch.Exact(line("x", "a")));
    var routing = rules(method("GET"), parameter, field);
    assertThat(found(routing, Asks.get("/?q=1", line("x", "a")))).isEqualTo("3");
    assertThat(found(routing, Asks.get("/?q=1"))).isEqualTo("2");
    assertThat(found(routing, Asks.get("/"))).isEqualTo("1");
    assertThat(found(routing, Asks.of("POST", "web.test", "/"))).isNull();
  }

  @Test
  void theBestOfARulesMatchesIsTheRules() {
    var two =
        Routing.of(
            List.of(
                route(EVERY_HOST, "short", path(PathMatch.prefix("/a"))),
                route(EVERY_HOST, "both", HttpMatch.ALL, path(PathMatch.prefix("/a/b")))));
    assertThat(found(two, Asks.get("/a/b"))).isEqualTo("both");
    assertThat(found(two, Asks.get("/a"))).isEqualTo("short");
    assertThat(found(two, Asks.get("/z"))).isEqualTo("both");
  }

  @Test
  void patternsOfFieldsSpanAValueOfText() {
    var routing =
        rules(fields(new HeaderMatch.Pattern(line("x", "").name(), Regex.of("[a-z]+|é"))));
    assertThat(found(routing, Asks.get("/", line("x", "1"), line("x", "abc")))).isEqualTo("1");
    assertThat(found(routing, Asks.get("/", line("x", "abc1")))).isNull();
    assertThat(found(routing, Asks.get("/", line("x", "é")))).isNull();
  }

  @Test
  void parametersAreDecodedAsAForms() {
    var value = new QueryMatch.Value.Exact("a b+é%");
    var routing = rules(query(new QueryMatch("n m", value)));
    assertThat(found(routing, Asks.get("/?x&n+m=1&n%20m=a+b%2b%C3%A9%"))).isEqualTo("1");
    assertThat(found(routing, Asks.get("/?n%20m=a+b"))).isNull();
    assertThat(found(routing, Asks.get("/"))).isNull();
    var empty = rules(query(new QueryMatch("q", new QueryMatch.Value.Exact(""))));
    assertThat(found(empty, Asks.get("/?a=b&q"))).isEqualTo("1");
    assertThat(found(empty, Asks.get("/?q="))).isEqualTo("1");
    assertThat(found(empty, Asks.get("/?q=1"))).isNull();
  }

  @Test
  void hostsDecideFirst() {
    var routing =
        Routing.of(
            List.of(
                route(EVERY_HOST, "none", fields(new HeaderMatch.Exact(line("x", "a")))),
                route(List.of(suffix("example.com")), "suffix", HttpMatch.ALL),
                route(List.of(suffix("b.example.com")), "longer", HttpMatch.ALL),
                route(List.of(HostMatch.exact("a.example.com")), "exact", HttpMatch.ALL)));
    assertThat(found(routing, at("a.example.com"))).isEqualTo("exact");
    assertThat(found(routing, at("A.Example.COM.:80"))).isEqualTo("exact");
    assertThat(found(routing, at("c.b.example.com"))).isEqualTo("longer");
    assertThat(found(routing, at("b.example.com"))).isEqualTo("suffix");
    assertThat(found(routing, at("example.com"))).isEqualTo("none");
    assertThat(found(routing, at("badexample.com"))).isEqualTo("none");
    assertThat(found(routing, at(""))).isEqualTo("none");
  }

  private static HostMatch suffix(String host) {
    return HostMatch.suffix(Arrays.asList(host.split("\\.")).reversed());
  }

  private static RequestHead at(String authority) {
    return Asks.of("GET", authority, "/", line("x", "a"));
  }

  @Test
  void aDotAtTheEndOfAPatternIsAskedFor() {
    var exact = Routing.of(List.of(route(List.of(HostMatch.exact("a.b.")), "1", HttpMatch.ALL)));
    assertThat(found(exact, at("a.b."))).isEqualTo("1");
    assertThat(found(exact, at("a.b"))).isNull();
    var absolute = HostMatch.suffix(List.of("", "b"));
    var suffix = Routing.of(List.of(route(List.of(absolute), "1", HttpMatch.ALL)));
    assertThat(found(suffix, at("a.b."))).isEqualTo("1");
    assertThat(found(suffix, at("a.b"))).isNull();
  }

  @Test
  void anAddressIsAHost() {
    var routing = Routing.of(List.of(route(List.of(HostMatch.exact("[::1]")), "1", HttpMatch.ALL)));
    assertThat(found(routing, at("me@[::1]:8080"))).isEqualTo("1");
  }

  @Test
  void callsAreMatchedByServiceAndMethod() {
    var routing =
        rules(
            GrpcMatch.of("pkg.S", "", List.of()),
            GrpcMatch.of("pkg.S", "Get", List.of()),
            GrpcMatch.of("", "Get", List.of()),
            GrpcMatch.ALL);
    assertThat(found(routing, post("/pkg.S/Get"))).isEqualTo("2");
    assertThat(found(routing, post("/pkg.S/Get/more"))).isEqualTo("2");
    assertThat(found(routing, post("/pkg.S/Put"))).isEqualTo("1");
    assertThat(found(routing, post("/other/Get"))).isEqualTo("3");
    assertThat(found(routing, post("/pkg.s/get"))).isEqualTo("4");
    assertThat(found(routing, post("/pkg.S"))).isEqualTo("4");
    assertThat(found(routing, Asks.get("/pkg.S/Get"))).isEqualTo("4");
  }

  private static RequestHead post(String path) {
    return Asks.of("POST", "web.test", path);
  }

  @Test
  void theFirstRouteOfAProfileThatHoldsWins() {
    var get = new Condition.Method("GET");
    var users = new Condition.Path(Regex.of("^/users/\\d+$"));
    var routing =
        rules(
            new Condition.All(List.of(get, users)),
            new Condition.Any(List.of(users, new Condition.Not(get))),
            new Condition.Any(List.of()),
            Condition.always());
    assertThat(found(routing, Asks.get("/users/7?q"))).isEqualTo("1");
    assertThat(found(routing, post("/users/7"))).isEqualTo("2");
    assertThat(found(routing, post("/"))).isEqualTo("2");
    assertThat(found(routing, Asks.get("/users/x"))).isEqualTo("4");
  }

  @Test
  void withoutRoutesNothingIsFound() {
    assertThat(found(Routing.of(List.of()), Asks.get("/"))).isNull();
  }
}
