package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.peer.RawResponse;
import weft.testkit.peer.RawServer;
import weft.testkit.peer.RawSocket;

/** What goes over the wire between two proxies. */
@ExtendWith(Pair.Shared.class)
class WireTest {
  private static final int AT_ONCE = 8;

  private final Pair pair;

  WireTest(Pair pair) {
    this.pair = pair;
  }

  /**
   * HTTP/1 has one request at a time on a connection: eight that are all at the server, over one
   * connection of TLS 1.3, travelled as streams of HTTP/2.
   */
  @Test
  void manyHttp1RequestsShareOneConnectionOfTls13() {
    int before = pair.tap().links().size();
    try (var server = RawServer.start(pair.app(Pair.RAW))) {
      var clients = new ArrayList<RawSocket>();
      var served = new ArrayList<RawSocket>();
      for (int i = 0; i < AT_ONCE; i++) {
        clients.add(request(i));
        served.add(server.accept());
        served.get(i).readThrough("\r\n\r\n");
      }
      served.forEach(one -> one.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
      for (var client : clients) {
        assertThat(RawResponse.read(client).body()).isEqualTo("ok");
        client.close();
      }
    }
    var links = pair.tap().links();
    assertThat(links.size() - before).as("connections that were opened").isLessThanOrEqualTo(1);
    assertThat(links)
        .filteredOn(link -> !link.tls().endedInHandshake()) // other tests take endpoints away
        .isNotEmpty()
        .allSatisfy(link -> assertThat(link.tls().whyNotTls13()).isEmpty());
  }

  private RawSocket request(int number) {
    return pair.connect().send("GET /" + number + " HTTP/1.1\r\nHost: raw\r\n\r\n");
  }
}
