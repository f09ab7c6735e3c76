package weft.proxy.route;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.http.Requests.line;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.http.HeaderName;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.route.Redirect.PathChange;

class FilterTest {
  private final RandomGenerator random = new SplittableRandom(7);

  @Test
  void fieldsAreAddedThenSetThenRemoved() {
    var edits =
        new HeaderEdits(
            List.of(line("a", "2"), line("b", "2")),
            List.of(line("b", "3"), line("c", "3")),
            List.of(HeaderName.of("c"), HeaderName.of("d")));
    RequestHead head = Asks.get("/", line("a", "1"), line("b", "1"), line("d", "1"));
    assertThat(new Filter.EditRequest(edits).request(head, random)).isNull();
    assertThat(head.headers()).hasToString("a: 1\na: 2\nb: 3\n");
  }

  @Test
  void aShareOfTheRequestsFails() {
    var failure = new Reset.Injected(418, "teapot");
    var filter = new Filter.InjectFailure(new Filter.Share(1, 4), failure);
    int failed = 0;
    for (int i = 0; i < 10_000; i++) {
      failed += filter.request(Asks.get("/"), random) == null ? 0 : 1;
    }
    assertThat(failed / 10_000.0).isBetween(0.22, 0.28);
    assertThat(new Filter.InjectFailure(Filter.Share.ALL, failure).request(Asks.get("/"), random))
        .isEqualTo(failure);
    assertThat(
            new Filter.InjectFailure(new Filter.Share(0, 1), failure)
                .request(Asks.get("/"), random))
        .isNull();
  }

  private static @Nullable Reset redirected(Redirect to, String authority, String path) {
    var found = new HttpMatch(PathMatch.prefix("/old"), List.of(), List.of(), null);
    return to.of(Asks.of("GET", authority, path), found);
  }

  private static Redirect redirect(
      @Nullable String scheme, @Nullable String host, int port, @Nullable PathChange path) {
    return new Redirect(scheme, host, port, path, 301);
  }

  private static @Nullable String text(String text) {
    return text.equals("-") ? null : text;
  }

  @ParameterizedTest
  @CsvSource({
    "-, new, 0, web:8080, http://new:8080/old/x?q",
    "-, new, 0, web:80, http://new/old/x?q",
    "-, new, 0, web, http://new/old/x?q",
    "https, -, 0, web:8080, https://web:8080/old/x?q",
    "https, new, 0, web:443, https://new/old/x?q",
    "-, -, 8080, web:80, http://web:8080/old/x?q",
    "-, -, 80, web:8080, http://web/old/x?q",
    "https, -, 443, web:8080, https://web/old/x?q",
    "-, new, 80, web:8080, http://new:80/old/x?q",
    "https, -, 0, [::1]:81, https://[::1]:81/old/x?q",
    "-, -, 82, [::1]:81, http://[::1]:82/old/x?q",
    "-, new, 0, '', http://new/old/x?q"
  })
  void whatIsNotSaidIsTheRequests(
      String scheme, String host, int port, String asked, String location) {
    assertThat(redirected(redirect(text(scheme), text(host), port, null), asked, "/old/x?q"))
        .isEqualTo(new Reset.Redirected(301, location));
  }

  @ParameterizedTest
  @CsvSource({
    "/new, /old/x?q, /new/x?q",
    "/new/, /old/x?q, /new/x?q",
    "/, /old/x, /x",
    "/, /old?q, /?q",
    "/new, /old, /new"
  })
  void aPrefixIsReplaced(String prefix, String asked, String path) {
    var to = redirect(null, null, 0, new PathChange.Prefix(prefix));
    assertThat(redirected(to, "web", asked))
        .isEqualTo(new Reset.Redirected(301, "http://web" + path));
  }

  @Test
  void aWholePathReplacesTheQueryToo() {
    var to = redirect(null, null, 0, new PathChange.Whole("/new?a"));
    assertThat(redirected(to, "web", "/old?q"))
        .isEqualTo(new Reset.Redirected(301, "http://web/new?a"));
  }

  @Test
  void whoIsThereAlreadyIsNotSentThere() {
    assertThat(redirected(redirect("http", "web", 0, null), "web", "/old?q")).isNull();
  }

  @Test
  void aPrefixThatDidNotMatchCannotBeReplaced() {
    var to = redirect(null, null, 0, new PathChange.Prefix("/new"));
    var exact = new HttpMatch(new PathMatch.Exact("/old"), List.of(), List.of(), null);
    Reset why = to.of(Asks.get("/old"), exact);
    assertThat(requireNonNull(why).text()).startsWith("invalid redirect: ");
  }

  @Test
  void withoutAnyAuthorityThereIsNowhereToGo() {
    Reset why = redirected(redirect("https", null, 0, null), "", "/");
    assertThat(requireNonNull(why).text())
        .isEqualTo("invalid redirect: the request has no authority");
  }
}
