package weft.proxy.discover;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.destination.ProtocolHint;
import weft.api.destination.TlsIdentity;
import weft.api.destination.WeightedAddr;
import weft.api.net.TcpAddress;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Update;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;

/** Reads endpoints as Destination sends them. Pure. Source: docs/spec/outbound.md 21. */
final class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
  private static final int PORTS = 0xffff;

  private Endpoints() {}

  /** An update in our terms; null for one that says nothing. */
  static @Nullable Update read(weft.api.destination.Update message) {
    return switch (message.getUpdateCase()) {
      case ADD ->
          new Update.Add(
              all(message.getAdd().getAddrsList(), message.getAdd().getMetricLabelsMap()));
      case REMOVE -> new Update.Remove(addresses(message.getRemove().getAddrsList()));
      case NO_ENDPOINTS -> Resolved.NOBODY;
      case UPDATE_NOT_SET -> null;
    };
  }

  /** The set that {@code next} makes of {@code before}, as one update. */
  static Update merge(@Nullable Update before, Update next) {
    var all = new LinkedHashMap<InetSocketAddress, Endpoint>();
    if (before instanceof Update.Reset(var endpoints) && !(next instanceof Update.Reset)) {
      endpoints.forEach(endpoint -> all.put(endpoint.address(), endpoint));
    }
    switch (next) {
      case Update.Reset(var endpoints) -> endpoints.forEach(e -> all.put(e.address(), e));
      case Update.Add(var endpoints) -> endpoints.forEach(e -> all.put(e.address(), e));
      case Update.Remove(var addresses) -> addresses.forEach(all::remove);
    }
    return new Update.Reset(List.copyOf(all.values()));
  }

  private static List<Endpoint> all(List<WeightedAddr> addrs, Map<String, String> labels) {
    var endpoints = new ArrayList<Endpoint>(addrs.size());
    for (WeightedAddr addr : addrs) {
      Endpoint endpoint = read(addr, labels);
      if (endpoint != null) {
        endpoints.add(endpoint);
      }
    }
    return List.copyOf(endpoints);
  }

  private static List<InetSocketAddress> addresses(List<TcpAddress> addrs) {
    var addresses = new ArrayList<InetSocketAddress>(addrs.size());
    for (TcpAddress addr : addrs) {
      InetSocketAddress address = TcpAddresses.read(addr);
      if (address != null) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  /** One endpoint; null without an address. */
  static @Nullable Endpoint read(WeightedAddr addr, Map<String, String> setLabels) {
    InetSocketAddress address = addr.hasAddr() ? TcpAddresses.read(addr.getAddr()) : null;
    if (address == null) {
      return null;
    }
    var labels = new HashMap<>(setLabels);
    labels.putAll(addr.getMetricLabelsMap());
    return new Endpoint(
        address,
        addr.getWeight(),
        addr.hasTlsIdentity() ? tls(addr.getTlsIdentity(), address) : null,
        hint(addr.getProtocolHint()),
        transportPort(addr.getProtocolHint()),
        labels,
        override(addr),
        zone(labels.get("zone_locality")),
        false);
  }

  private static Endpoint.@Nullable Tls tls(TlsIdentity identity, InetSocketAddress address) {
    boolean dns = identity.hasDnsLikeIdentity();
    String text =
        dns ? identity.getDnsLikeIdentity().getName() : identity.getUriLikeIdentity().getUri();
    Id id = Id.parse(text);
    String named = identity.hasServerName() ? identity.getServerName().getName() : dns ? text : "";
    DnsName serverName = DnsName.parse(named);
    if (id == null || serverName == null) {
      LOG.warn("Endpoint {} has no usable identity: {}, server name {}", address, text, named);
      return null;
    }
    return new Endpoint.Tls(id, serverName);
  }

  private static Endpoint.Hint hint(ProtocolHint hint) {
    return switch (hint.getProtocolCase()) {
      case H2 -> Endpoint.Hint.HTTP_2;
      case OPAQUE -> Endpoint.Hint.OPAQUE;
      case PROTOCOL_NOT_SET -> Endpoint.Hint.UNKNOWN;
    };
  }

  private static int transportPort(ProtocolHint hint) {
    int port = hint.getOpaqueTransport().getInboundPort();
    return port > 0 && port < PORTS ? port : 0;
  }

  private static @Nullable String override(WeightedAddr addr) {
    String authority = addr.getAuthorityOverride().getAuthorityOverride();
    return authority.isEmpty() ? null : authority;
  }

  private static Endpoint.Zone zone(@Nullable String locality) {
    return switch (locality == null ? "" : locality.toLowerCase(Locale.ROOT)) {
      case "local" -> Endpoint.Zone.LOCAL;
      case "remote" -> Endpoint.Zone.REMOTE;
      default -> Endpoint.Zone.UNKNOWN;
    };
  }
}
