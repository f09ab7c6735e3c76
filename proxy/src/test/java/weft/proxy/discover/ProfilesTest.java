package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import weft.api.destination.DestinationProfile;
import weft.api.destination.HttpStatusRange;
import weft.api.destination.PathMatch;
import weft.api.destination.RequestMatch;
import weft.api.destination.ResponseClass;
import weft.api.destination.ResponseMatch;
import weft.api.destination.RetryBudget;
import weft.api.destination.Route;
import weft.api.destination.WeightedDst;
import weft.api.httptypes.HttpMethod;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.TestClient;
import weft.proxy.http.Version;

class ProfilesTest {
  private static RequestMatch.Builder path(String regex) {
    return RequestMatch.newBuilder().setPath(PathMatch.newBuilder().setRegex(regex));
  }

  private static Route.Builder route(RequestMatch.Builder condition, String name) {
    return Route.newBuilder().setCondition(condition).putMetricsLabels("route", name);
  }

  private static DestinationProfile.Builder profile(Route.Builder... routes) {
    var profile =
        DestinationProfile.newBuilder().setFullyQualifiedName("api.shop.svc.cluster.local");
    for (var route : routes) {
      profile.addRoutes(route);
    }
    return profile;
  }

  private static @Nullable String found(Profile profile, String path) {
    var head =
        new RequestHead(
            Version.HTTP_1_1,
            Header.of(HeaderName.METHOD, "GET"),
            null,
            null,
            Header.of(HeaderName.PATH, path),
            RequestHead.Form.ORIGIN,
            new Headers(),
            TestClient.unmeshed());
    var found = profile.routes().find(head);
    return found == null ? null : found.asks().labels().get("route");
  }

  @Test
  void pathsAreBoundByConcatenation() {
    var read =
        Profiles.read(
            profile(route(path(" /users/\\d+ "), "user"), route(path("/a|b"), "ab")).build());
    assertThat(found(read, "/users/7")).isEqualTo("user");
    assertThat(found(read, "/users/7/x")).isNull();
    assertThat(found(read, "/ax")).isEqualTo("ab");
    assertThat(found(read, "/xb")).isEqualTo("ab");
  }

  @Test
  void aRouteThatMakesNoSenseIsLeftOutAlone() {
    var read =
        Profiles.read(
            profile(
                    route(path("("), "broken"),
                    Route.newBuilder(),
                    route(RequestMatch.newBuilder().setNot(path("(")), "not"),
                    route(
                        RequestMatch.newBuilder()
                            .setMethod(HttpMethod.newBuilder().setRegisteredValue(99)),
                        "method"),
                    route(path("/"), "good"))
                .build());
    assertThat(read.routes().routes()).hasSize(2);
    assertThat(found(read, "/")).isEqualTo("good");
  }

  @Test
  void partsThatMakeNoSenseAreLeftOutOfAllAndAny() {
    var all = RequestMatch.newBuilder().setAll(RequestMatch.Seq.newBuilder().addMatches(path("(")));
    var any = RequestMatch.newBuilder().setAny(RequestMatch.Seq.newBuilder().addMatches(path("(")));
    var read = Profiles.read(profile(route(any, "nothing"), route(all, "everything")).build());
    assertThat(found(read, "/")).isEqualTo("everything");
  }

  @Test
  void classesThatMakeNoSenseAreLeftOut() {
    var route =
        route(path("/"), "r")
            .addResponseClasses(failing(ResponseMatch.newBuilder()))
            .addResponseClasses(failing(status(0, 599)))
            .addResponseClasses(
                failing(ResponseMatch.newBuilder().setAll(ResponseMatch.Seq.newBuilder())))
            .addResponseClasses(failing(status(404, 404)));
    var classes = Profiles.read(profile(route).build()).routes().all().getFirst().asks().classes();
    assertThat(classes.classes()).hasSize(1);
    assertThat(classes.classify(404, null).failure()).isTrue();
  }

  private static ResponseClass failing(ResponseMatch.Builder condition) {
    return ResponseClass.newBuilder().setCondition(condition).setIsFailure(true).build();
  }

  private static ResponseMatch.Builder status(int min, int max) {
    return ResponseMatch.newBuilder()
        .setStatus(HttpStatusRange.newBuilder().setMin(min).setMax(max));
  }

  @Test
  void targetsWithoutWeightOrNameAreLeftOut() {
    var read =
        Profiles.read(
            profile()
                .addDstOverrides(target("a.shop.svc.cluster.local:80", 0))
                .addDstOverrides(target("b.shop.svc.cluster.local:80", 3))
                .addDstOverrides(target("10.0.0.1:80", 3))
                .addDstOverrides(target("c.shop.svc.cluster.local", 3))
                .build());
    assertThat(read.targets().choices()).hasSize(1);
    assertThat(read.targets().choices().getFirst().backend().meta())
        .hasToString("Service.shop.b:80");
    assertThat(read.decides()).isTrue();
    assertThat(Profiles.read(profile().build()).decides()).isFalse();
  }

  private static WeightedDst target(String authority, int weight) {
    return WeightedDst.newBuilder().setAuthority(authority).setWeight(weight).build();
  }

  @Test
  void aBudgetOutOfRangeIsNone() {
    var good = RetryBudget.newBuilder().setRetryRatio(0.2f).setTtl(Written.millis(10_000));
    assertThat(Profiles.read(profile().setRetryBudget(good).build()).budget())
        .isEqualTo(new weft.proxy.stack.RetryBudget.Law(Duration.ofSeconds(10), 0.2f, 0));
    assertThat(
            Profiles.read(
                    profile().setRetryBudget(good.clone().setTtl(Written.millis(999))).build())
                .budget())
        .isNull();
    assertThat(
            Profiles.read(profile().setRetryBudget(good.clone().setRetryRatio(-1)).build())
                .budget())
        .isNull();
    assertThat(Profiles.read(profile().setRetryBudget(good.clone().clearTtl()).build()).budget())
        .isNull();
  }

  @Test
  void aNegativeTimeoutIsNone() {
    var route = route(path("/"), "r").setTimeout(Written.millis(-1000));
    assertThat(Profiles.read(profile(route).build()).routes().all().getFirst().asks().timeout())
        .isZero();
  }
}
