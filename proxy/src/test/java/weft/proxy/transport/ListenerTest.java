package weft.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.SocketConfig;

class ListenerTest {
  private static final SocketConfig USUAL = new SocketConfig(null, null, null, null, null);

  private final Loops loops = Loops.start(1);
  private final BlockingQueue<Connection> accepted = new ArrayBlockingQueue<>(10);

  @AfterEach
  void end() {
    loops.close();
  }

  private Connection next() throws InterruptedException {
    Connection connection = accepted.poll(10, TimeUnit.SECONDS);
    assertThat(connection).isNotNull();
    return connection;
  }

  /** Waits for some turns, in each of which it could have accepted. */
  private static void turns(Loop loop) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      var turn = new CountDownLatch(1);
      loop.execute(turn::countDown);
      assertThat(turn.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void moreConnectionsThanTheLimitWaitForRoom() throws IOException, InterruptedException {
    var full = new AtomicInteger();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var bound = new Listener.Bound(2, full::incrementAndGet);
    var listener = Listener.bind(loops, address, USUAL, loop -> new Noted(), bound);
    int port = listener.address().getPort();
    try (var one = new Socket(InetAddress.getLoopbackAddress(), port);
        var two = new Socket(InetAddress.getLoopbackAddress(), port);
        var three = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Connection first = next();
      next();
      turns(first.loop());
      assertThat(accepted).isEmpty();
      assertThat(full).hasValue(1);
      first.loop().execute(first::abort);
      next();
      assertThat(full).hasValue(2);
      assertThat(one.isConnected() && two.isConnected() && three.isConnected()).isTrue();
    }
    listener.close();
  }

  private final class Noted implements Protocol {
    @Override
    public void opened(Connection connection) {
      accepted.add(connection);
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
    public void closed(@Nullable Throwable why) {}
  }
}
