package weft.control.dns;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a query asks (RFC 1035, 4.1).
 *
 * @param name lower case, without a dot at the end; empty: the root
 * @param asSent the question's bytes as ISO 8859-1, its name as sent: some clients check that its
 *     case comes back
 * @param ednsVersion of the query's EDNS record (RFC 6891), so that the answer must have one too;
 *     -1: none
 * @param udpSize how many bytes the client takes over UDP
 */
record Question(
    String name, int type, int recordClass, String asSent, int ednsVersion, int udpSize) {
  /** Bytes of a message's header. */
  static final int HEADER = 12;

  /** What every client takes over UDP. */
  static final int PLAIN_SIZE = 512;

  /**
   * Reads the one question of a query and its EDNS record.
   *
   * @param query a whole header at least; stays with the caller, its reader index moves
   * @return null if the query breaks the format
   */
  static @Nullable Question parse(ByteBuf query) {
    try {
      return new QueryReader(query).read();
    } catch (QueryReader.FormatException e) {
      return null;
    }
  }

  boolean edns() {
    return ednsVersion >= 0;
  }
}
