package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/** How an exchange ended, as a layer sees it. */
public sealed interface Ending {
  /** The response came whole; its trailers if it had any. */
  record Complete(@Nullable Headers trailers) implements Ending {}

  /** The answering side failed, or a layer gave up. */
  record Failed(Reset why) implements Ending {}

  /** The asking side went away. */
  record Cancelled(Reset why) implements Ending {}
}
