package weft.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.policy.Wire.ANYONE;
import static weft.proxy.policy.Wire.ANY_TLS;
import static weft.proxy.policy.Wire.DETECT;
import static weft.proxy.policy.Wire.HTTP1;
import static weft.proxy.policy.Wire.OPAQUE;
import static weft.proxy.policy.Wire.authz;
import static weft.proxy.policy.Wire.identities;
import static weft.proxy.policy.Wire.ip4;
import static weft.proxy.policy.Wire.ip6;
import static weft.proxy.policy.Wire.meshed;
import static weft.proxy.policy.Wire.network;
import static weft.proxy.policy.Wire.plain;
import static weft.proxy.policy.Wire.server;
import static weft.proxy.policy.Wire.suffix;

import com.google.protobuf.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.api.inbound.Authn;
import weft.api.inbound.Authz;
import weft.api.inbound.Network;
import weft.api.inbound.ProxyProtocol;
import weft.api.inbound.Server;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.api.net.IPAddress;
import weft.api.net.IPNetwork;
import weft.testkit.Covers;

class ServerMessagesTest {
  private static final int TEN = 10 << 24;
  private static final Network ANYWHERE = network(ip4(0, 0));
  private static final Network TEN_SLASH_8 = network(ip4(TEN, 8));

  @ParameterizedTest
  @Covers("inbound#37")
  @CsvSource({
    "a.b.cluster.local, true",
    "a.cluster.local, true",
    "cluster.local, false",
    "a.b.cluster.example.com, false",
    "a.notcluster.local, false",
    "spiffe://a.cluster.local/x.cluster.local, false"
  })
  void aSuffixAdmitsNamesBelowIt(String identity, boolean admitted) {
    ServerPolicy policy = read(authz(suffix("cluster", "local"), ANYWHERE));
    assertThat(policy.authorize(meshed(identity)) != null).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource({
    "web.example, web.example, true",
    "web.example, web.example.com, false",
    "web.example, other.example, false",
    "WEB.example, web.example, false",
    "spiffe://mesh/web, spiffe://mesh/web, true",
    "spiffe://mesh/web, spiffe://mesh/web/2, false"
  })
  void anIdentityIsComparedAsItIsGiven(String wanted, String shown, boolean admitted) {
    ServerPolicy policy = read(authz(identities(wanted), ANYWHERE));
    assertThat(policy.authorize(meshed(shown)) != null).isEqualTo(admitted);
  }

  @Test
  void anIdentityThatWasNotProvedToUsDoesNotCount() {
    ServerPolicy policy = read(authz(identities("web.example"), ANYWHERE));
    assertThat(policy.authorize(meshed(null))).isNull();
    assertThat(policy.authorize(plain("10.1.1.1"))).isNull();
  }

  @Test
  @Covers("inbound#38")
  void meshTlsWithoutACertificateIsEnoughWhereNoIdentityIsWanted() {
    for (ProxyProtocol protocol : new ProxyProtocol[] {DETECT, tls()}) {
      ServerPolicy policy = ServerMessages.read(server(protocol, authz(ANY_TLS, ANYWHERE)), false);
      assertThat(policy.authorizeForward(meshed(null))).isNotNull();
      assertThat(policy.authorizeForward(plain("10.1.1.1"))).isNull();
    }
  }

  @Test
  @Covers("inbound#39")
  void anExceptionTakesItsPartOutOfTheNetwork() {
    ServerPolicy policy = read(authz(ANYONE, network(ip4(TEN, 8), ip4(TEN | 1 << 16, 16))));
    assertThat(policy.authorize(plain("10.2.0.1"))).isNotNull();
    assertThat(policy.authorize(plain("10.1.0.1"))).isNull();
    assertThat(policy.authorize(plain("11.0.0.1"))).isNull();
  }

  @Test
  void oneNetworkOfSeveralIsEnough() {
    ServerPolicy policy = read(authz(ANYONE, TEN_SLASH_8, network(ip6(0x20010db8L << 32, 0, 32))));
    assertThat(policy.authorize(plain("10.9.9.9"))).isNotNull();
    assertThat(policy.authorize(plain("2001:db8:7::1"))).isNotNull();
    assertThat(policy.authorize(plain("2001:db9::1"))).isNull();
  }

  @Test
  void theFirstAuthorizationThatAppliesNamesThePermit() {
    ServerPolicy policy =
        read(
            named(authz(identities("web.example"), ANYWHERE), "web"),
            named(authz(ANYONE, ANYWHERE), "all"));
    assertThat(permit(policy, meshed("web.example"))).isEqualTo("web");
    assertThat(permit(policy, meshed("other.example"))).isEqualTo("all");
  }

  @Test
  void localClientsAreExemptOnlyWhereAsked() {
    Server message = server(OPAQUE, authz(ANYONE, TEN_SLASH_8));
    for (String local : new String[] {"127.0.0.1", "::1"}) {
      assertThat(permit(ServerMessages.read(message, true), plain(local))).isEqualTo("localhost");
      assertThat(ServerMessages.read(message, false).authorize(plain(local))).isNull();
    }
    assertThat(ServerMessages.read(message, true).authorize(plain("127.0.0.2"))).isNull();
  }

  @Test
  void detectionWaitsAsLongAsThePolicySays() {
    assertThat(read().detectTimeout()).isEqualTo(java.time.Duration.ofSeconds(3));
    assertThat(ServerMessages.read(server(HTTP1), false).detectTimeout()).isNull();
  }

  static Stream<Server> broken() {
    return Stream.of(
        Server.newBuilder().putLabels("name", "web").build(),
        Server.newBuilder().setProtocol(DETECT).build(),
        server(detect(ProxyProtocol.Detect.getDefaultInstance())),
        server(detect(wait(Duration.newBuilder().setSeconds(-1)))),
        server(detect(wait(Duration.newBuilder().setNanos(1_000_000_000)))),
        open(authz(ANYONE)),
        open(authz(Authn.getDefaultInstance(), ANYWHERE)),
        open(authz(withoutClients(), ANYWHERE)),
        open(authz(ANYONE, Network.getDefaultInstance())),
        open(authz(ANYONE, network(IPNetwork.getDefaultInstance()))),
        open(
            authz(
                ANYONE,
                network(IPNetwork.newBuilder().setIp(IPAddress.getDefaultInstance()).build()))),
        open(authz(ANYONE, network(ip4(TEN, 33)))),
        open(authz(ANYONE, network(ip4(TEN, -1)))),
        open(authz(ANYONE, network(ip6(0, 0, 129)))),
        open(authz(ANYONE, network(ip6(0, 0xffff_0000_0000L, 0)))),
        open(authz(ANYONE, network(ip4(TEN, 8), ip4(TEN, 40)))),
        open(authz(ANYONE, TEN_SLASH_8).toBuilder().clearLabels().build()),
        open(
            authz(ANYONE, TEN_SLASH_8).toBuilder()
                .setMetadata(Metadata.getDefaultInstance())
                .build()));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aMessageThatBreaksARuleAdmitsNobodyNotEvenLocalClients(Server message) {
    ServerPolicy policy = ServerMessages.read(message, true);
    assertThat(policy.meta()).isEqualTo(new Meta("", "default", "invalid"));
    assertThat(policy.kind()).isEqualTo(ServerPolicy.Kind.DETECT);
    assertThat(policy.authorizations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "web,,, policy.linkerd.io, server, web",
    "default:deny,,, '', default, deny",
    "kind:a:b,,, policy.linkerd.io, kind, a:b",
    "a:b, server,, policy.linkerd.io, server, a:b",
    "deny, default, '', '', default, deny",
    "web, server, example.org, example.org, server, web"
  })
  void aServerIsNamedByItsLabels(
      String name, String kind, String group, String asGroup, String asKind, String asName) {
    Server.Builder message = server(DETECT).toBuilder().putLabels("name", name);
    if (kind != null) {
      message.putLabels("kind", kind);
    }
    if (group != null) {
      message.putLabels("group", group);
    }
    assertThat(ServerMessages.read(message.build(), false).meta())
        .isEqualTo(new Meta(asGroup, asKind, asName));
  }

  @Test
  void metadataNamesAnAuthorizationBeforeLabelsDo() {
    Authz byLabels = authz(ANYONE, ANYWHERE);
    Authz byMetadata =
        byLabels.toBuilder()
            .setMetadata(
                Metadata.newBuilder()
                    .setResource(Resource.newBuilder().setGroup("g").setKind("k").setName("n")))
            .build();
    assertThat(read(byMetadata).authorizations().getFirst().meta())
        .isEqualTo(new Meta("g", "k", "n"));
    assertThat(read(byLabels).authorizations().getFirst().meta())
        .isEqualTo(new Meta("policy.linkerd.io", "serverauthorization", "clients"));
  }

  private static ServerPolicy read(Authz... authorizations) {
    return ServerMessages.read(open(authorizations), false);
  }

  private static Server open(Authz... authorizations) {
    return server(DETECT, authorizations);
  }

  private static Authz named(Authz authz, String name) {
    return authz.toBuilder().putLabels("name", name).build();
  }

  private static String permit(ServerPolicy policy, Peer peer) {
    return Objects.requireNonNull(policy.authorize(peer)).meta().name();
  }

  private static ProxyProtocol tls() {
    return ProxyProtocol.newBuilder().setTls(ProxyProtocol.Tls.getDefaultInstance()).build();
  }

  private static ProxyProtocol detect(ProxyProtocol.Detect detect) {
    return ProxyProtocol.newBuilder().setDetect(detect).build();
  }

  private static ProxyProtocol.Detect wait(Duration.Builder timeout) {
    return ProxyProtocol.Detect.newBuilder().setTimeout(timeout).build();
  }

  private static Authn withoutClients() {
    return Authn.newBuilder().setMeshTLS(Authn.PermitMeshTLS.getDefaultInstance()).build();
  }
}
