package weft.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testkit.Covers;

class NamesTest {
  @Covers("identity-tls#65")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "d.c.b.a.",
        "a1",
        "1.a",
        "_m.foo",
        "m.bar_",
        "xn--poema-9qae5a.com.br",
        "1.2.3.4A"
      })
  void aNameIsAccepted(String text) {
    assertThat(DnsName.parse(text)).isNotNull();
  }

  @Covers("identity-tls#65")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".a.",
        "*",
        "*.a.",
        "1",
        "a.1",
        "1.2.3.4",
        "::1",
        "example.com:80",
        "d.c.b.a-",
        " a",
        "a..b",
        "-a",
        "a.1.",
        "ä.de"
      })
  void whatIsNoNameIsRefused(String text) {
    assertThat(DnsName.parse(text)).isNull();
    assertThatThrownBy(() -> new DnsName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lengthsAreLimited() {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(DnsName.parse(longest)).isNotNull();
    assertThat(DnsName.parse(longest + "a")).isNull();
    assertThat(DnsName.parse(label + "a")).isNull();
  }

  @Test
  void namesAreComparedLowerCaseAndWithTheirDot() {
    assertThat(DnsName.parse("WEB.Example")).isEqualTo(new DnsName("web.example"));
    assertThat(new DnsName("a.")).isNotEqualTo(new DnsName("a"));
    assertThat(new DnsName("a.").withoutDot()).isEqualTo(new DnsName("a"));
    assertThat(new DnsName("LocalHost.").isLocalhost()).isTrue();
    assertThat(new DnsName("localhost").isLocalhost()).isFalse();
  }

  @Covers("identity-tls#66")
  @ParameterizedTest
  @CsvSource({
    "svc.cluster.local., foo.svc.cluster.local, true",
    "svc.cluster.local., svc.cluster.local., true",
    "svc.cluster.local, foo.svc.cluster.local., true",
    "svc.cluster.local., xsvc.cluster.local, false",
    "svc.cluster.local., local, false",
    "., anything.at.all, true"
  })
  void aSuffixContainsNamesAtLabelBoundaries(String suffix, String name, boolean contained) {
    assertThat(requireNonNull(Suffix.parse(suffix)).contains(new DnsName(name)))
        .isEqualTo(contained);
  }

  @Covers("identity-tls#69")
  @Test
  void anIdentityIsANameOrAUri() {
    assertThat(Id.parse("some-svc.svc.cluster.local")).isInstanceOf(Id.Dns.class);
    assertThat(Id.parse("spiffe://h/p")).isEqualTo(new Id.Uri("spiffe://h/p"));
    assertThat(Id.parse("http://h:1/p")).isEqualTo(new Id.Uri("http://h:1/p"));
    assertThat(Id.parse("foo.bar.")).isNull();
    assertThat(Id.parse("")).isNull();
    assertThat(Id.parse("no uri")).isNull();
  }

  @Covers("identity-tls#69")
  @ParameterizedTest
  @CsvSource({
    "SPIFFE://Trust/p, spiffe://Trust/p",
    "http://H:80, http://h/",
    "https://u@H:8443/a/../b/./c?q=1#f, https://u@h:8443/b/c?q=1#f",
    "spiffe://h, spiffe://h",
    "urn:a:b, urn:a:b",
    "spiffe://h/a b, spiffe://h/a%20b",
    "spiffe://h/ä, spiffe://h/%C3%A4"
  })
  void aUriIdentityHasOneText(String text, String normal) {
    assertThat(requireNonNull(Id.parse(text)).text()).isEqualTo(normal);
    assertThat(Id.parse(normal)).isEqualTo(Id.parse(text));
  }

  @Property
  void normalizingTwiceChangesNothing(
      @ForAll
          @AlphaChars
          @Chars({'/', '.', ':', '@', '%', '?', '#', '[', ' '})
          @StringLength(max = 20)
          String rest) {
    for (String scheme : new String[] {"spiffe://", "http://", "urn:"}) {
      Id id = Id.parse(scheme + rest);
      if (id != null) {
        assertThat(Id.parse(id.text())).isEqualTo(id);
      }
    }
  }
}
