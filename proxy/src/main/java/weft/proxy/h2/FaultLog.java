package weft.proxy.h2;

import java.net.SocketAddress;

/** Is told what peers did wrong: for the log, the metrics and the list of refusals. Loop only. */
public interface FaultLog {
  /** Tells nobody. */
  FaultLog NONE = (peer, code, endsConnection, rule) -> {};

  /**
   * A stream was reset or a connection ended by us.
   *
   * @param rule what was broken, with the section and what was found; one line
   */
  void fault(SocketAddress peer, ErrorCode code, boolean endsConnection, String rule);
}
