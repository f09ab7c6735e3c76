package weft.cli.demo;

import java.io.IOException;

/** One request and its whole answer; throws with the reason where there was none. */
@FunctionalInterface
interface Attempt {
  void once() throws IOException;
}
