package weft.testkit.toxic;

import java.util.Optional;

/**
 * What two peers sent each other, read as TLS records from outside, without any key.
 *
 * <p>TLS 1.3 shows as hello messages in the clear, a server that selects version 0x0304, and
 * nothing but protected records after that. Source: RFC 8446, 4.1.3, 4.2.1, 5.1, D.4.
 */
public final class TlsTranscript {
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;

  private final byte[] fromClient;
  private final byte[] fromServer;

  public TlsTranscript(byte[] fromClient, byte[] fromServer) {
    this.fromClient = fromClient.clone();
    this.fromServer = fromServer.clone();
  }

  /** Both sides spoke TLS 1.3 from the first byte to the last that was kept. */
  public boolean isTls13Only() {
    return whyNotTls13().isEmpty();
  }

  /** The connection was given up before the client sent anything but its hello, or even that. */
  public boolean endedInHandshake() {
    if (fromClient.length == 0) {
      return true;
    }
    try {
      var client = TlsSide.parse("client", fromClient);
      client.requireOnly(CLIENT_HELLO);
      return client.protectedRecords() == 0;
    } catch (TlsSide.Unexpected e) {
      return false;
    }
  }

  /** The first thing that is not TLS 1.3, as a sentence; empty if all is. */
  public Optional<String> whyNotTls13() {
    try {
      var client = TlsSide.parse("client", fromClient);
      var server = TlsSide.parse("server", fromServer);
      client.requireOnly(CLIENT_HELLO);
      server.requireOnly(SERVER_HELLO);
      server.requireVersion13();
      client.requireProtectedData();
      server.requireProtectedData();
      return Optional.empty();
    } catch (TlsSide.Unexpected e) {
      return Optional.of(e.what());
    }
  }
}
