package weft.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.RequestHead;

/** What is found is the first of the greatest, told by the words of the spec instead of numbers. */
class RoutingProperties {
  private static final String[] PATHS = {"/", "/a", "/a/b", "/a/bc", "/ab"};
  private static final String[] HOSTS = {"b.c", "a.b.c", "x.a.b.c", "c", ""};
  private static final String[] METHODS = {"GET", "POST"};
  private static final Header[] FIELDS = {line("1"), line("2"), line("3")};

  private static Header line(String value) {
    return Header.of(HeaderName.of("x"), value);
  }

  private record Made(@Nullable String host, boolean suffix, String prefix, int fields, String of) {
    HttpMatch match() {
      var headers = new ArrayList<HeaderMatch>();
      for (int i = 0; i < fields; i++) {
        headers.add(new HeaderMatch.Exact(FIELDS[i]));
      }
      return new HttpMatch(PathMatch.prefix(prefix), headers, List.of(), of.isEmpty() ? null : of);
    }

    List<HostMatch> hosts() {
      if (host == null) {
        return List.of();
      }
      return List.of(
          suffix ? HostMatch.suffix(List.of(host.split("\\.")).reversed()) : HostMatch.exact(host));
    }

    boolean fits(RequestHead head, String asked, int fieldsAsked) {
      String path = head.path().valueText();
      boolean inPath = prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
      boolean atHost = host == null || (suffix ? asked.endsWith("." + host) : asked.equals(host));
      return inPath && atHost && fields <= fieldsAsked && (of.isEmpty() || head.hasMethod(of));
    }
  }

  private static final Comparator<Made> CLOSER =
      Comparator.<Made>comparingInt(m -> m.host == null ? 0 : m.suffix ? 1 : 2)
          .thenComparingInt(m -> m.host == null ? 0 : m.host.length())
          .thenComparingInt(m -> m.prefix.length())
          .thenComparingInt(m -> m.fields)
          .thenComparingInt(m -> m.of.length() > 0 ? 1 : 0);

  @Property
  void theFirstOfTheClosestIsFound(@ForAll long seed, @ForAll @IntRange(max = 12) int rules) {
    var random = new Random(seed);
    var made = new ArrayList<Made>();
    for (int i = 0; i < rules; i++) {
      made.add(make(random));
    }
    var routing =
        Routing.of(
            made.stream()
                .map(
                    m ->
                        new Routing.Route<>(
                            m.hosts(), List.of(new Routing.Rule<>(List.of(m.match()), m))))
                .toList());
    String host = one(HOSTS, random);
    int fields = random.nextInt(FIELDS.length + 1);
    var lines = new Header[fields];
    System.arraycopy(FIELDS, 0, lines, 0, fields);
    RequestHead head = Asks.of(one(METHODS, random), host, one(PATHS, random), lines);

    Made expected = null;
    for (Made next : made) {
      if (next.fits(head, host, fields)
          && (expected == null || CLOSER.compare(next, expected) > 0)) {
        expected = next;
      }
    }
    var found = routing.find(head);
    assertThat(found == null ? null : found.asks()).isSameAs(expected);
  }

  private static Made make(Random random) {
    String host = random.nextBoolean() ? null : HOSTS[random.nextInt(HOSTS.length - 1)];
    return new Made(
        host,
        random.nextBoolean(),
        one(PATHS, random),
        random.nextInt(FIELDS.length + 1),
        random.nextBoolean() ? "" : one(METHODS, random));
  }

  private static <T> T one(T[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  @Property
  void ranksAreInTheOrderOfTheirCounts(
      @ForAll @IntRange(max = 100) int a,
      @ForAll @IntRange(max = 100) int b,
      @ForAll @IntRange(max = 100) int c,
      @ForAll @IntRange(max = 100) int d) {
    assertThat(Rank.of(a, b, c, d)).isNotNegative();
    assertThat(Rank.of(a + 1, 0, 0, 0)).isGreaterThan(Rank.of(a, b, c, d));
    assertThat(Rank.of(a, b + 1, 0, 0)).isGreaterThan(Rank.of(a, b, c, d));
    assertThat(Rank.of(a, b, c + 1, 0)).isGreaterThan(Rank.of(a, b, c, d));
    assertThat(Rank.of(a, b, c, d + 1)).isGreaterThan(Rank.of(a, b, c, d));
  }
}
