package weft.proxy.http;

import java.net.SocketAddress;
import org.slf4j.Logger;
import weft.proxy.telemetry.Peers;
import weft.proxy.telemetry.RefusalLog;

/**
 * Tells what one side of the proxy refuses: keeps it among the last refusals, and logs it where
 * they allow one more line. Any thread.
 *
 * @param side as the layers' names begin, for instance {@code inbound}
 * @param log that of the side, which level and target are set for
 */
public record RefusalReports(String side, Logger log, RefusalLog last) {

  /** A request that failed below the server. */
  public void request(Client client, String request, Header path, Reset why) {
    if (last.add(side + " http", why.label(), client.address(), why.text())) {
      log.info(
          "{} request failed: client.addr={} path={} error={}",
          request,
          Peers.text(client.address()),
          path.valueText(),
          why.text());
    }
  }

  /** A fault of ours, beside the request that met it. */
  public void unexpected(Reset why) {
    if (last.mayLog()) {
      log.warn("Unexpected error: {}", why.text());
    }
  }

  /** The HTTP/1 server refused a request. */
  public void http1(SocketAddress client, int status, String text) {
    if (last.add(side + " http/1 server", Integer.toString(status), client, text)) {
      log.info("Request refused: client.addr={} status={} {}", Peers.text(client), status, text);
    }
  }

  /**
   * HTTP/2 was broken by a peer.
   *
   * @param role ours: {@code server} or {@code client}
   * @param code the error code's name
   */
  public void http2(
      String role, SocketAddress peer, String code, boolean endsConnection, String rule) {
    String layer = side + " http/2 " + role;
    if (last.add(layer, code, peer, rule)) {
      log.info(
          "{} ended by us: layer={} peer={} code={} {}",
          endsConnection ? "Connection" : "Stream",
          layer,
          Peers.text(peer),
          code,
          rule);
    }
  }

  /** A connection was closed; {@code error} is the label of the error counter. */
  public void connection(SocketAddress client, String error, String why) {
    if (last.add(side + " tcp", error, client, why)) {
      log.info("Connection closed: {} client.addr={}", why, Peers.text(client));
    }
  }
}
