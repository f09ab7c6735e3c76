package weft.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.SocketConfig;

/** The system gives the descriptor of a socket that was closed to the next one at once. */
class ReusedDescriptorTest {
  private static final SocketConfig USUAL = new SocketConfig(null, null, null, null, null);
  private static final int ROUNDS = 20;

  private final Loops loops = Loops.start(1);
  private final Loop loop = loops.all().getFirst();

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void aConnectionOnItsWayIsNotToldWhatCameForTheOneBefore() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
        new Round(server).play();
      }
    }
  }

  /** Two connections hear something in one batch; who hears first replaces the other. */
  private final class Round {
    private final ServerSocket server;
    private final Dialer dialer;
    private final List<Socket> peers = new ArrayList<>();
    private final List<Connection> open = new ArrayList<>();
    private final CompletableFuture<String> replaced = new CompletableFuture<>();

    Round(ServerSocket server) {
      this.server = server;
      var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      this.dialer = new Dialer(loops, address, Duration.ofSeconds(10), USUAL, null);
    }

    void play() throws Exception {
      open.add(dial());
      open.add(dial());
      loop.execute(this::tellBoth);
      assertThat(replaced.get(20, TimeUnit.SECONDS)).isEqualTo("connected");
      for (var peer : peers) {
        peer.close();
      }
    }

    private Connection dial() throws Exception {
      var dialled = new CompletableFuture<Connection>();
      loop.execute(() -> dialer.connect(loop, new Dialled(dialled)));
      peers.add(server.accept());
      return dialled.get(20, TimeUnit.SECONDS);
    }

    /** On the loop, so that both are heard of in the next batch. */
    private void tellBoth() {
      open.forEach(connection -> connection.become(new Replacing(this, connection), null));
      try {
        for (var peer : peers) {
          peer.getOutputStream().write('x');
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void replaceAllBut(Connection heard) {
      if (open.size() == 2) {
        open.remove(heard);
        open.removeFirst().abort();
        var dialled = new CompletableFuture<Connection>();
        dialer.connect(loop, new Dialled(dialled));
        var _ =
            dialled.whenComplete(
                (connection, why) ->
                    replaced.complete(
                        why == null ? "connected" : String.valueOf(why.getMessage())));
      }
    }
  }

  private record Dialled(CompletableFuture<Connection> result) implements Connector.Callback {
    @Override
    public void connected(Connection connection) {
      result.complete(connection);
    }

    @Override
    public void failed(String text) {
      result.completeExceptionally(new IOException(text));
    }

    @Override
    public void timedOut(Duration limit) {
      result.completeExceptionally(new IOException("timed out"));
    }
  }

  private record Replacing(Round round, Connection connection) implements Protocol {
    @Override
    public void opened(Connection opened) {}

    @Override
    public void received(ByteBuf bytes) {
      bytes.release();
      round.replaceAllBut(connection);
    }

    @Override
    public void inputEnded() {}

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(@Nullable Throwable why) {}
  }
}
