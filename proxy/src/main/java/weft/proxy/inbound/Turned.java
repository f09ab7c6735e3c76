package weft.proxy.inbound;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.inbound.Inbound.PerLoop;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Protocol;

/** A connection that is turned away, before anything is read. */
final class Turned implements Protocol {
  private final PerLoop on;
  private final InetSocketAddress target;
  private final String why;

  Turned(PerLoop on, InetSocketAddress target, String why) {
    this.on = on;
    this.target = target;
    this.why = why;
  }

  @Override
  public void opened(Connection connection) {
    on.refuse(connection, target, InboundFailures.UNEXPECTED, why);
  }

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void inputEnded() {}

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable cause) {}
}
