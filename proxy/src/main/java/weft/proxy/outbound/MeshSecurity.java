package weft.proxy.outbound;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.detect.TransportHeader;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Dialer;
import weft.proxy.transport.Tls;
import weft.proxy.transport.TlsContexts;

/**
 * Mesh TLS to an endpoint, and the transport header inside it where the peer takes one.
 *
 * <p>Source: docs/spec/outbound.md 24.1, 24.2.
 *
 * @param session what follows the header
 */
record MeshSecurity(
    TlsContexts contexts,
    Endpoint.Tls peer,
    int port,
    boolean tagged,
    TransportHeader.Session session)
    implements Dialer.Security {

  /** For an endpoint; null where it has no identity, and is spoken to in clear. */
  static @Nullable MeshSecurity of(
      Endpoint endpoint, TransportHeader.Session session, TlsContexts contexts) {
    Endpoint.Tls tls = endpoint.tls();
    if (tls == null) {
      return null;
    }
    boolean opaque = endpoint.hint() == Endpoint.Hint.OPAQUE;
    return new MeshSecurity(
        contexts,
        tls,
        endpoint.address().getPort(),
        endpoint.opaqueTransportPort() != 0,
        opaque ? TransportHeader.Session.UNKNOWN : session);
  }

  /** Where to connect: the peer's inbound port if it takes transport headers there. */
  static InetSocketAddress address(Endpoint endpoint) {
    int port = endpoint.opaqueTransportPort();
    return endpoint.tls() == null || port == 0
        ? endpoint.address()
        : new InetSocketAddress(endpoint.address().getAddress(), port);
  }

  @Override
  public Tls tls() {
    return contexts.client(peer.serverName(), peer.serverId(), tagged);
  }

  @Override
  public void secured(Connection connection) {
    Tls tls = connection.tls();
    if (tls != null && TransportHeader.ALPN.equals(tls.applicationProtocol())) {
      var header = new TransportHeader(port, null, session);
      header.write(connection.output(header.size()));
    }
  }
}
