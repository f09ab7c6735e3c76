package weft.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "::1, ::1",
    "FD00:0:0:1:0:0:0:2, fd00:0:0:1::2",
    "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "fe80::, fe80::"
  })
  void anIpHasOneText(String text, String printed) {
    assertThat(Ip.text(requireNonNull(Ip.parse(text)))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.4 ",
        "::1%lo",
        "[::1]",
        ":",
        "1::2::3",
        "a"
      })
  void whatIsNoIpIsRefused(String text) {
    assertThat(Ip.parse(text)).isNull();
  }

  @Property
  void everyV6AddressSurvivesItsText(@ForAll @Size(16) byte[] bytes) throws Exception {
    InetAddress ip = InetAddress.getByAddress(bytes);
    assertThat(Ip.parse(Ip.text(ip))).isEqualTo(ip);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:80, 10.0.0.1, false",
    "127.8.0.1:81, 127.8.0.1:81, true",
    "[::1]:8080, [::1]:8080, true",
    "[::1]:80, [::1], true",
    "Web.Example.:80, web.example, false",
    "web:8080, web:8080, false",
    "localhost.:1, localhost:1, true",
    "localhost:1, localhost:1, false"
  })
  void anAddressKnowsItsAuthorityAndLoopback(String text, String authority, boolean loopback) {
    Addr addr = requireNonNull(Addr.parse(text));
    assertThat(addr.authority()).isEqualTo(authority);
    assertThat(addr.isLoopback()).isEqualTo(loopback);
    assertThat(Addr.parse(addr.toString())).isEqualTo(addr);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "web:",
        "web:x",
        "web:65536",
        "::1:80",
        "10.0.0.1",
        ":80",
        "web:-1",
        "a b:1",
        "[web]:1"
      })
  void anAddressWithoutHostOrPortIsRefused(String text) {
    assertThat(Addr.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"web, web:80", "[::1], [::1]:80", "10.0.0.1, 10.0.0.1:80", "web:1, web:1"})
  void anAuthorityMayLackThePort(String authority, String addr) {
    assertThat(Addr.parse(authority, 80)).hasToString(addr);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3/31, 10.1.2.2, true",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false"
  })
  void aNetworkContainsWhatItsPrefixCovers(String network, String ip, boolean contained) {
    Cidr cidr = requireNonNull(Cidr.parse(network));
    InetAddress address = requireNonNull(Ip.parse(ip));
    assertThat(cidr.contains(address)).isEqualTo(contained);
    assertThat(Cidr.anyContains(List.of(cidr), address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "10.0.0.0/33", "10.0.0.0/", "/8", "a/8", "10.0.0.0/-1", "fd00::/129"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(Cidr.parse(text)).isNull();
  }
}
