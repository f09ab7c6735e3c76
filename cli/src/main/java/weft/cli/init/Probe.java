package weft.cli.init;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import weft.cli.Trouble;

/**
 * Proves that connections are redirected: one to an address that leads nowhere must arrive at the
 * outbound port, where we listen in the proxy's place.
 *
 * <p>Source: docs/spec/control-plane.md 13.3.
 */
public final class Probe {
  /** The exit code where the proof fails. */
  public static final int EXIT_CODE = 95;

  private final InetSocketAddress listen;
  private final InetSocketAddress elsewhere;
  private final int millis;

  /** Listens at {@code listen}, and connects to {@code elsewhere}. */
  public Probe(InetSocketAddress listen, InetSocketAddress elsewhere, int millis) {
    this.listen = listen;
    this.elsewhere = elsewhere;
    this.millis = millis;
  }

  /**
   * Returns if the connection arrived here.
   *
   * @throws Trouble says what happened instead, with {@link #EXIT_CODE}
   */
  public void run() throws Trouble {
    try (var server = listening()) {
      byte[] token = token();
      Thread answering = Thread.ofVirtual().start(() -> answer(server, token));
      try (var client = new Socket()) {
        client.connect(elsewhere, millis);
        client.setSoTimeout(millis);
        byte[] read = client.getInputStream().readNBytes(token.length);
        if (!Arrays.equals(read, token)) {
          throw failed("somebody else than we answered");
        }
      } finally {
        answering.interrupt();
      }
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
  }

  private ServerSocket listening() throws Trouble {
    try {
      var server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(listen);
      return server;
    } catch (IOException e) {
      throw new Trouble(
          EXIT_CODE,
          "cannot listen on "
              + listen.getPort()
              + " in the proxy's place: "
              + e.getMessage()
              + " (verify before the proxy starts)");
    }
  }

  private Trouble failed(String why) {
    return new Trouble(
        EXIT_CODE,
        "connections are not redirected: one to "
            + elsewhere.getHostString()
            + ":"
            + elsewhere.getPort()
            + " did not arrive at port "
            + listen.getPort()
            + ": "
            + why
            + " (weft init makes the rules)");
  }

  private static void answer(ServerSocket server, byte[] token) {
    while (!Thread.currentThread().isInterrupted()) {
      try (var accepted = server.accept()) {
        accepted.getOutputStream().write(token);
      } catch (IOException e) {
        return; // the probe is over
      }
    }
  }

  private static byte[] token() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String text = HexFormat.of().formatHex(random).substring(1) + "\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
