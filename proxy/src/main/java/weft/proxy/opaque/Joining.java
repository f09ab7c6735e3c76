package weft.proxy.opaque;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.proxy.transport.Connection;
import weft.proxy.transport.Connector;
import weft.proxy.transport.Protocol;

/**
 * A client's connection on its way to a server's: waits for a connect, then the two are spliced.
 *
 * <p>Not read while it waits, so at most one read is kept. Loop only.
 */
public final class Joining implements Protocol, Connector.Callback {
  private final Connection client;
  private final Owner owner;
  private Connector.@Nullable Pending connecting;
  private @Nullable ByteBuf read;
  private boolean over;

  /** Who asked for it. */
  public interface Owner extends Splice.Ended {
    /** The server is connected to; the splice comes next. */
    void connected();

    /** Bytes go both ways now, unless that has ended already. */
    void joined(Splice splice);

    /** There is no connection to the server; the client's is open, and the owner's to close. */
    void failed(String why);

    /** The client went before there was a server. */
    void abandoned();
  }

  public Joining(Connection client, Owner owner) {
    this.client = client;
    this.owner = owner;
  }

  /** Becomes the client's protocol; {@code first} was read already, and is owned from now on. */
  public void begin(@Nullable ByteBuf first) {
    client.become(this, first);
    client.reading(false);
  }

  /** Connects to the server; once. */
  public void connect(Connector connector) {
    Connector.Pending pending = connector.connect(client.loop(), this);
    if (!over) {
      connecting = pending;
    }
  }

  /** Whether the wait has ended, however it did. */
  public boolean isOver() {
    return over;
  }

  /** Ends the wait: nothing is connected to, and what was read is dropped. Idempotent. */
  public void stop() {
    over = true;
    if (connecting != null) {
      connecting.cancel();
      connecting = null;
    }
    if (read != null) {
      read.release();
      read = null;
    }
  }

  @Override
  public void connected(Connection server) {
    over = true;
    connecting = null;
    ByteBuf first = read;
    read = null;
    owner.connected();
    client.reading(true);
    owner.joined(Splice.join(client, first, server, owner));
  }

  @Override
  public void failed(String text) {
    if (!over) {
      stop();
      owner.failed(text);
    }
  }

  @Override
  public void timedOut(Duration limit) {
    failed("connect timed out after " + limit.toMillis() + "ms");
  }

  @Override
  public void opened(Connection connection) {}

  @Override
  public void received(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else if (read == null) {
      read = bytes;
    } else {
      read = client.loop().allocator().compositeBuffer(2).addComponents(true, read, bytes);
    }
  }

  @Override
  public void inputEnded() {}

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    if (!over) {
      stop();
      owner.abandoned();
    }
  }
}
