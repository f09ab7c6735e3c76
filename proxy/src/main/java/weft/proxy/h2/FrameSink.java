package weft.proxy.h2;

import io.netty.buffer.ByteBuf;

/**
 * Takes frames that are well formed by themselves: sizes, stream zero or not, padding, order within
 * a header block. States are the sink's matter.
 */
interface FrameSink {
  /** Nothing is wanted any more. */
  boolean isOver();

  /** A DATA frame begins; flow control counts {@code payload}, padding included. */
  void dataBegins(int id, int payload, boolean last) throws H2Fault;

  /** Octets of a payload that were only padding, or its length. */
  void padding(int id, int octets) throws H2Fault;

  /**
   * A part of a DATA frame, as it comes; ownership is given. Empty only if {@code last}.
   *
   * @param last the stream ends with it
   */
  void data(int id, ByteBuf part, boolean last) throws H2Fault;

  /**
   * A whole header block; the octets are only valid within the call, until it calls out.
   *
   * @param dependsOn the stream it depends on, or -1
   */
  void headers(int id, byte[] octets, int from, int end, boolean last, int dependsOn)
      throws H2Fault;

  void priority(int id, int dependsOn) throws H2Fault;

  void wasReset(int id, int code) throws H2Fault;

  void settings(byte[] octets, int from, int end) throws H2Fault;

  void settingsAck() throws H2Fault;

  void ping(byte[] octets, int from) throws H2Fault;

  void pingAck(byte[] octets, int from) throws H2Fault;

  void goAway(int lastId, int code, String text) throws H2Fault;

  void windowUpdate(int id, int octets) throws H2Fault;

  /** A frame of a type that nobody knows here, to be ignored. */
  void unknown() throws H2Fault;
}
