package weft.proxy.balance;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.config.Ip;
import weft.proxy.http.HasServerId;
import weft.proxy.http.OverrideAuthority;
import weft.proxy.http.ProxyErrorHeaders;

/**
 * An address of a destination with what discovery says about it.
 *
 * <p>Immutable; two endpoints that are equal are served by the same connections. Source:
 * docs/spec/outbound.md 21.
 *
 * @param weight kept, but the choice ignores it, as the reference does
 * @param tls null if the connection is in clear
 * @param opaqueTransportPort where the peer's proxy takes connections with a transport header; 0 if
 *     it does not
 * @param labels of metrics, without prefix
 * @param authorityOverride asked for instead of the application's authority
 * @param direct the application named this endpoint itself, so no balancer stands before it
 */
public record Endpoint(
    InetSocketAddress address,
    int weight,
    @Nullable Tls tls,
    Hint hint,
    int opaqueTransportPort,
    Map<String, String> labels,
    @Nullable String authorityOverride,
    Zone zone,
    boolean direct)
    implements HasServerId, OverrideAuthority.Facts, ProxyErrorHeaders.Facts {
  /** Who the peer must prove to be. */
  public record Tls(Id serverId, DnsName serverName) {}

  /** What the peer's proxy says that it understands. */
  public enum Hint {
    UNKNOWN,
    HTTP_2,
    OPAQUE
  }

  /** Whether the endpoint is in the zone of this proxy. */
  public enum Zone {
    UNKNOWN,
    LOCAL,
    REMOTE
  }

  /** Copies the labels. */
  public Endpoint {
    labels = Map.copyOf(labels);
  }

  /** An address that nothing is said about. */
  public static Endpoint of(InetSocketAddress address) {
    return new Endpoint(address, 1, null, Hint.UNKNOWN, 0, Map.of(), null, Zone.UNKNOWN, false);
  }

  /** The same where the endpoint is on this host: reached in clear, as it is. */
  public Endpoint local() {
    return new Endpoint(address, weight, null, Hint.UNKNOWN, 0, labels, null, zone, direct);
  }

  @Override
  public @Nullable Id serverId() {
    return tls == null ? null : tls.serverId();
  }

  @Override
  public boolean mayCloseClient() {
    return direct && tls != null;
  }

  /** How errors name it. */
  public String name() {
    return "endpoint " + Ip.text(address);
  }
}
