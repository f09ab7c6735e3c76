package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import weft.proxy.http.SimulatedSocket.Inlet;
import weft.proxy.http.SimulatedSocket.Outlet;

/** A server's codec with a client that does anything at any time: the caller of an exchange. */
final class SimulatedServer implements Caller {
  private final Random random;
  private final boolean slowReader;
  private final Outlet out = new Outlet();
  private final Inlet in;
  private RequestHead asked = Requests.get();
  private Exchange exchange = Exchange.NONE;
  private boolean tunnel;
  private boolean granted;
  private boolean headSeen;
  private boolean requestEnded;
  private boolean responseEnded;
  private int ends;
  private int nested;
  private boolean over;

  SimulatedServer(Random random, SimulatedSocket.Buffers buffers) {
    this.random = random;
    this.slowReader = random.nextInt(4) == 0;
    this.in =
        new Inlet(buffers) {
          @Override
          void give(ByteBuf piece, boolean last) {
            requestEnded |= last;
            exchange.requestData(piece, last);
          }
        };
  }

  void ask(HttpService service) {
    asked =
        random.nextInt(3) == 0
            ? Requests.grpc(client())
            : Requests.get(random.nextBoolean() ? Version.HTTP_2 : Version.HTTP_1_1, client());
    asked.asksForTunnel(random.nextInt(5) == 0);
    exchange = service.open(asked.copy(), this);
    boolean last = !asked.asksForTunnel() && random.nextInt(3) == 0;
    if (last) {
      requestEnded = true;
      in.end();
    }
    exchange.start(last);
  }

  private static Client client() {
    return TestClient.unmeshed();
  }

  boolean isOver() {
    return over || (requestEnded && responseEnded);
  }

  boolean hasWholeResponse() {
    return responseEnded;
  }

  int received() {
    return out.taken();
  }

  int sent() {
    return in.given();
  }

  boolean hasSentAll() {
    return requestEnded;
  }

  /** How often the response's direction ended. */
  int ends() {
    return ends;
  }

  /** Lets anything happen that may happen now. */
  void step() {
    if (isOver()) {
      return;
    }
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        if (!asked.asksForTunnel() || tunnel) {
          in.arrive(random);
        }
      }
      case 3 -> endWithTrailers();
      case 4, 5, 6, 7 -> {
        int left = out.leave(random, slowReader);
        if (left > 0 && !responseEnded) {
          exchange.grantResponse(left);
        }
      }
      default -> {
        if (random.nextInt(20) == 0) {
          goAway();
        }
      }
    }
  }

  private void endWithTrailers() {
    boolean may = granted && in.isOpen() && in.isEmpty() && !asked.asksForTunnel();
    if (may && random.nextInt(8) == 0) {
      in.end();
      requestEnded = true;
      exchange.requestTrailers(new Headers());
    }
  }

  /** Does something inside a call, as a codec may. */
  private void react() {
    if (nested < 3 && random.nextInt(6) == 0) {
      nested++;
      step();
      nested--;
    }
  }

  /** The client is gone. */
  void goAway() {
    if (!isOver()) {
      close();
      exchange.cancel(new Reset.Remote(8));
    }
  }

  void close() {
    over = true;
    in.close();
    out.close();
  }

  @Override
  public void grantRequest(int bytes) {
    if (!over) {
      granted = true;
      in.grant(bytes);
      endRefusedTunnel();
      react();
    }
  }

  @Override
  public void interim(ResponseHead head) {
    assertThat(over || !headSeen).as("interim before the head").isTrue();
    react();
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (over) {
      return;
    }
    assertThat(headSeen).as("a head before").isFalse();
    headSeen = true;
    tunnel = head.opensTunnel(asked);
    if (last) {
      endResponse();
    } else {
      exchange.grantResponse(SimulatedSocket.CREDIT);
    }
    endRefusedTunnel();
    react();
  }

  /** No tunnel: nothing follows the request's head after all. */
  private void endRefusedTunnel() {
    if (asked.asksForTunnel() && headSeen && !tunnel && granted && !requestEnded && !over) {
      requestEnded = true;
      in.end();
      exchange.requestData(Unpooled.EMPTY_BUFFER, true);
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    if (over) {
      data.release();
      return;
    }
    assertThat(headSeen && !responseEnded).as("data between head and end").isTrue();
    out.take(data);
    if (last) {
      endResponse();
    }
    react();
  }

  @Override
  public void responseTrailers(Headers trailers) {
    if (!over) {
      assertThat(headSeen && !responseEnded).as("trailers after the head").isTrue();
      endResponse();
    }
  }

  private void endResponse() {
    responseEnded = true;
    ends++;
  }

  @Override
  public void fail(Reset why) {
    if (over) {
      return;
    }
    if (!responseEnded) {
      ends++;
    }
    over = true;
    in.close();
    if (!responseEnded) {
      out.close();
    }
  }
}
