package weft.control.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.128/25, 10.1.2.127, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, 10.0.0.1, false",
  })
  void aNetworkContainsWhatSharesItsPrefix(String network, String ip, boolean inside) {
    assertThat(Cidr.of(network).contains(InetAddress.ofLiteral(ip))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0/8", "host/8", "10.0.0.0/-1", "::/129"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"250ms, 250", "2s, 2000", "' 1m ', 60000", "1h, 3600000", "1d, 86400000", "0, 0"})
  void durationsHaveOneUnit(String text, long millis) {
    assertThat(Durations.parse(text)).hasValueSatisfying(d -> assertThat(d).hasMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.5s", "-1s", "1m30s", "s", "+1s", "1 s", "9999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a.1, false", "a1.b, true", "a., false", "_m.foo, true", "-a, false", "1, false"})
  void dnsNames(String text, boolean legal) {
    assertThat(Names.isDnsName(text)).isEqualTo(legal);
  }

  @Test
  void theNearestWordIsSuggested() {
    var known = List.of("trustDomain", "clusterDomain", "issuer");
    assertThat(Nearest.find("trustdomain", known)).contains("trustDomain");
    assertThat(Nearest.find("isuer", known)).contains("issuer");
    assertThat(Nearest.find("something", known)).isEmpty();
  }
}
