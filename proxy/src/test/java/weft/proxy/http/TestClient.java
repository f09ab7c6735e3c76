package weft.proxy.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A client's connection that notes whether it was asked to close. */
public final class TestClient implements Client {
  private final @Nullable String identity;
  private boolean closed;

  private TestClient(@Nullable String identity) {
    this.identity = identity;
  }

  public static TestClient unmeshed() {
    return new TestClient(null);
  }

  public static TestClient meshed(String identity) {
    return new TestClient(identity);
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public SocketAddress address() {
    return new InetSocketAddress("10.0.0.9", 40000);
  }

  @Override
  public @Nullable String identity() {
    return identity;
  }

  @Override
  public void close() {
    closed = true;
  }
}
