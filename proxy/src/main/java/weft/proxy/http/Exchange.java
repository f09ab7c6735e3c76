package weft.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * One exchange as the side that asks drives it. The rules are those of the package.
 *
 * <p>Loop of the requesting connection only.
 */
public interface Exchange {
  /**
   * Sets the exchange going; called once, right after {@link HttpService#open}. May be answered
   * inside.
   *
   * @param last the request ends with its head
   */
  void start(boolean last);

  /**
   * Gives a piece of the request's body away, under credit. May be empty only if {@code last}.
   *
   * @param last the request ends with this piece
   */
  void requestData(ByteBuf data, boolean last);

  /** Ends the request with trailers. */
  void requestTrailers(Headers trailers);

  /** Asks for {@code bytes} more of the response; from the response head on. */
  void grantResponse(int bytes);

  /** Ends what is left of both directions; nothing is called back after it. */
  void cancel(Reset why);

  /** Before an exchange exists and after it is gone: takes everything, does nothing. */
  Exchange NONE =
      new Exchange() {
        @Override
        public void start(boolean last) {}

        @Override
        public void requestData(ByteBuf data, boolean last) {
          data.release();
        }

        @Override
        public void requestTrailers(Headers trailers) {}

        @Override
        public void grantResponse(int bytes) {}

        @Override
        public void cancel(Reset why) {}
      };
}
