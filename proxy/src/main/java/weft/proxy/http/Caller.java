package weft.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Who asked, as the answering side calls back: a server's codec or a layer. The rules are those of
 * the package.
 *
 * <p>Loop of the requesting connection only.
 */
public interface Caller {
  /** Asks for {@code bytes} more of the request's body. */
  void grantRequest(int bytes);

  /** An informational head (1xx but 101), before the final one. */
  void interim(ResponseHead head);

  /**
   * The final head, once.
   *
   * @param last the response ends with it
   */
  void responseHead(ResponseHead head, boolean last);

  /**
   * Gives a piece of the response's body away, under credit. May be empty only if {@code last}.
   *
   * @param last the response ends with this piece
   */
  void responseData(ByteBuf data, boolean last);

  /** Ends the response with trailers. */
  void responseTrailers(Headers trailers);

  /** Ends what is left of both directions; after a whole response: send no more. */
  void fail(Reset why);
}
