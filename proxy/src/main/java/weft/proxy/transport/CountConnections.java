package weft.proxy.transport;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Counts the connections that another connector opens, from the moment each is established.
 *
 * @param opened makes what counts a connection that was just opened
 */
public record CountConnections(Connector inner, Supplier<Traffic> opened) implements Connector {
  @Override
  public String peer() {
    return inner.peer();
  }

  @Override
  public Pending connect(Loop loop, Callback callback) {
    return inner.connect(loop, new Counting(callback, opened));
  }

  private record Counting(Callback callback, Supplier<Traffic> opened) implements Callback {
    @Override
    public void connected(Connection connection) {
      connection.count(opened.get());
      callback.connected(connection);
    }

    @Override
    public void failed(String text) {
      callback.failed(text);
    }

    @Override
    public void timedOut(Duration limit) {
      callback.timedOut(limit);
    }
  }
}
