package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;

/**
 * One exchange on a connection: its two directions, and where they lead (RFC 9113, 5).
 *
 * <p>A stream is in its connection's map from its first frame until both directions have ended on
 * the wire, or it was reset. It may be used a while longer: what was received whole is passed on
 * when it is asked for.
 */
abstract class Stream {
  final H2Connection connection;
  final Inlet in;
  final Outlet out;
  private int id;

  Stream(H2Connection connection) {
    this.connection = connection;
    this.in = new Inlet(this);
    this.out = new Outlet(this);
  }

  final int id() {
    return id;
  }

  /** Takes its place on the connection. */
  final void opens(int id) {
    this.id = id;
    in.opens(connection.options.streamWindow());
    out.opens(connection.peer.initialWindow());
    connection.streams.put(id, this);
  }

  /** A head or trailers came, collected by the loop's collector. */
  abstract void headers(HeadCollector collector, boolean last) throws H2Fault;

  /** May data come now? */
  abstract boolean expectsData();

  /** Passes a piece on; ownership is given. */
  abstract void passData(ByteBuf data, boolean last);

  abstract void passTrailers(Headers trailers);

  /** So many bytes of what we sent have left: as many may follow. */
  abstract void passGrant(int bytes);

  /** The peer reset the stream, which is out of the map. */
  abstract void wasReset(int code) throws H2Fault;

  /** The stream is out of the map and can go on no more, or its connection is gone. */
  abstract void broke(Reset why);

  /** The peer has sent everything. */
  final void inputEnded() {
    if (out.isOver()) {
      connection.forget(this);
    }
  }

  /** Everything was written. */
  void outputEnded() {
    if (in.hasEnded()) {
      connection.forget(this);
    }
  }
}
