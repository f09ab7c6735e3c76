package weft.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.cli.init.IptablesText.Hook;
import weft.testkit.Covers;

/** Which rules there are, in the words of both tools. */
class RedirectionTest {
  private static Redirection ignoring(String inbound, String outbound, Network... sources) {
    return new Redirection(
        4143,
        4140,
        2102,
        0,
        List.of(),
        PortRange.parse(inbound),
        PortRange.parse(outbound),
        List.of(sources));
  }

  @Test
  void iptablesIsToldTheChainsOfTheReferenceInItsOrder() {
    var text =
        IptablesText.restore(
            ignoring("4190,4191", ""), Family.IPV4, List.of(Hook.PREROUTING, Hook.OUTPUT));
    assertThat(text.lines())
        .containsExactly(
            "*nat",
            ":PROXY_INIT_REDIRECT - [0:0]",
            ":PROXY_INIT_OUTPUT - [0:0]",
            "-A PROXY_INIT_REDIRECT -p tcp -m multiport --dports 4190,4191 -j RETURN"
                + " -m comment --comment \"proxy-init/ignore-port-4190,4191\"",
            "-A PROXY_INIT_REDIRECT -p tcp -j REDIRECT --to-ports 4143 -m comment"
                + " --comment \"proxy-init/redirect-all-incoming-to-proxy-port\"",
            "-A PROXY_INIT_OUTPUT -m owner --uid-owner 2102 -j RETURN"
                + " -m comment --comment \"proxy-init/ignore-proxy-user-id\"",
            "-A PROXY_INIT_OUTPUT -o lo -j RETURN"
                + " -m comment --comment \"proxy-init/ignore-loopback\"",
            "-A PROXY_INIT_OUTPUT -p tcp -j REDIRECT --to-ports 4140 -m comment"
                + " --comment \"proxy-init/redirect-all-outgoing-to-proxy-port\"",
            "-A PREROUTING -j PROXY_INIT_REDIRECT"
                + " -m comment --comment \"proxy-init/install-proxy-init-prerouting\"",
            "-A OUTPUT -j PROXY_INIT_OUTPUT"
                + " -m comment --comment \"proxy-init/install-proxy-init-output\"",
            "COMMIT");
  }

  @Test
  @Covers("control-plane#R3")
  void moreThanFifteenPortsTakeAnotherRule() {
    var sixteen = String.join(",", IntStream.rangeClosed(1, 16).mapToObj(String::valueOf).toList());
    assertThat(ignoring(sixteen, "").inbound(Family.IPV4))
        .extracting(Rule::name)
        .containsExactly(
            "ignore-port-1,2,3,4,5,6,7,8,9,10,11,12,13,14,15",
            "ignore-port-16",
            "redirect-all-incoming-to-proxy-port");
  }

  @Test
  void aRangeCountsTwice() {
    assertThat(ignoring("", "1-2,3-4,5-6,7-8,9-10,11-12,13-14,15").outbound())
        .extracting(Rule::name)
        .contains("ignore-port-1:2,3:4,5:6,7:8,9:10,11:12,13:14,15");
    assertThat(ignoring("", "1-2,3-4,5-6,7-8,9-10,11-12,13-14,15-16").outbound())
        .extracting(Rule::name)
        .contains("ignore-port-1:2,3:4,5:6,7:8,9:10,11:12,13:14", "ignore-port-15:16");
  }

  @Test
  void aNetworkIsLeftAloneInItsOwnFamilyOnly() {
    var rules = ignoring("", "", Network.parse("10.1.0.0/16"), Network.parse("fd00::/8"));
    assertThat(rules.inbound(Family.IPV4))
        .extracting(Rule::name)
        .containsExactly("ignore-subnet-10.1.0.0/16", "redirect-all-incoming-to-proxy-port");
    assertThat(NftText.replace(rules, List.of(Family.IPV6)))
        .contains("ip6 saddr fd00::/8 return")
        .doesNotContain("10.1.0.0");
  }

  @Test
  void onlyTheListedPortsAreRedirected() {
    var rules =
        new Redirection(
            4143, 4140, 0, 0, PortRange.parse("80,8000-8001"), List.of(), List.of(), List.of());
    assertThat(NftText.replace(rules, List.of(Family.IPV4)))
        .contains("tcp dport { 80 } redirect to :4143", "tcp dport { 8000-8001 } redirect to")
        .doesNotContain("skuid");
  }

  @Test
  void aPortThatIsNoneIsNamed() {
    assertThatThrownBy(() -> PortRange.parse("80,http"))
        .hasMessageContaining("`http` is no port: write ports from 1 to 65535");
    assertThatThrownBy(() -> PortRange.parse("70000")).hasMessageContaining("`70000` is no port");
    assertThatThrownBy(() -> Network.parse("10.1.0.0"))
        .hasMessageContaining("`10.1.0.0` is no network");
  }
}
