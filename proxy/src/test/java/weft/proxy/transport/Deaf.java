package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A protocol for tests that need a connection, or its loop, and nobody on it. */
public final class Deaf implements Protocol {
  @Override
  public void opened(Connection connection) {}

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void inputEnded() {}

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {}
}
