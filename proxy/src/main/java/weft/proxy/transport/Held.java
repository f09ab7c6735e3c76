package weft.proxy.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The last protocol of a connection, which keeps something in use until the connection ends.
 *
 * @param release is run once, after {@code protocol} was told that the connection is closed
 */
public record Held(Protocol protocol, Runnable release) implements Protocol {
  @Override
  public void opened(Connection connection) {
    protocol.opened(connection);
  }

  @Override
  public void received(ByteBuf bytes) {
    protocol.received(bytes);
  }

  @Override
  public void inputEnded() {
    protocol.inputEnded();
  }

  @Override
  public void sent(int bytes) {
    protocol.sent(bytes);
  }

  @Override
  public void drain() {
    protocol.drain();
  }

  @Override
  public void closed(@Nullable Throwable why) {
    protocol.closed(why);
    release.run();
  }
}
