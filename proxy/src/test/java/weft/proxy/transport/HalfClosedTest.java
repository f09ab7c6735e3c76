package weft.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.proxy.config.SocketConfig;

/** Real sockets whose client has sent its end, and still wants its answer. */
class HalfClosedTest {
  private static final int MUCH = 8 << 20;
  private static final SocketConfig USUAL = new SocketConfig(null, null, null, null, null);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getsMoreThanASocketHolds(boolean epoll) throws Exception {
    try (Loops loops = epoll ? Loops.start(1) : Loops.startWithoutEpoll(1)) {
      var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var listener = Listener.bind(loops, any, USUAL, loop -> new AnswersAtTheEnd());
      try (var client = new Socket(any.getAddress(), listener.address().getPort())) {
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).hasSize(MUCH);
      }
      listener.close();
    }
  }

  private static final class AnswersAtTheEnd implements Protocol {
    private @Nullable Connection connection;

    @Override
    public void opened(Connection opened) {
      connection = opened;
    }

    @Override
    public void received(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void inputEnded() {
      Connection c = Objects.requireNonNull(connection);
      c.reading(false);
      c.write(Unpooled.wrappedBuffer(new byte[MUCH]));
    }

    @Override
    public void sent(int bytes) {
      Connection c = Objects.requireNonNull(connection);
      c.reading(true);
      c.close();
    }

    @Override
    public void closed(@Nullable Throwable why) {}
  }
}
