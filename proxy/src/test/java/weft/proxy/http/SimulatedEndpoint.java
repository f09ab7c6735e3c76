package weft.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import weft.proxy.http.SimulatedSocket.Inlet;
import weft.proxy.http.SimulatedSocket.Outlet;
import weft.proxy.stack.Readiness;

/** A client's codec and an application behind it that does anything at any time. */
final class SimulatedEndpoint implements HttpService {
  private final Random random;
  private final SimulatedSocket.Buffers buffers;
  private final List<Tried> started = new ArrayList<>();

  SimulatedEndpoint(Random random, SimulatedSocket.Buffers buffers) {
    this.random = random;
    this.buffers = buffers;
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return new Tried(head, caller);
  }

  /** The exchanges so far, oldest first. */
  List<Tried> started() {
    return List.copyOf(started);
  }

  /** The last one, if nobody broke it. */
  Optional<Tried> lastWhole() {
    return started.isEmpty()
        ? Optional.empty()
        : Optional.of(started.getLast()).filter(Tried::isWhole);
  }

  void step() {
    started().forEach(Tried::step);
  }

  final class Tried implements Exchange {
    private final RequestHead head;
    private final Caller caller;
    private final boolean slowReader = random.nextInt(4) == 0;
    private final Outlet out = new Outlet();
    private final Inlet in;
    private boolean begun;
    private boolean connected;
    private boolean headSent;
    private boolean tunnel;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean over;
    private int nested;

    Tried(RequestHead head, Caller caller) {
      this.head = head;
      this.caller = caller;
      this.in =
          new Inlet(buffers) {
            @Override
            void give(ByteBuf piece, boolean last) {
              responseEnded |= last;
              Tried.this.caller.responseData(piece, last);
            }
          };
    }

    boolean isWhole() {
      return requestEnded && responseEnded && !over;
    }

    boolean hasAnswered() {
      return responseEnded;
    }

    int received() {
      return out.taken();
    }

    int sent() {
      return in.given();
    }

    @Override
    public void start(boolean last) {
      assertThat(begun || over).as("started before, or after its end").isFalse();
      begun = true;
      requestEnded = last;
      started.add(this);
      switch (random.nextInt(8)) {
        case 0 -> breaks(new Reset.Io("Connection refused"));
        case 1 -> connect();
        case 2 -> {
          connect();
          answer();
        }
        default -> {}
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

    /** Lets anything happen that may happen now. */
    void step() {
      if (over) {
        return;
      }
      if (!connected) {
        if (random.nextInt(3) == 0) {
          connect();
        }
        return;
      }
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          int left = out.leave(random, slowReader);
          if (left > 0 && !requestEnded) {
            caller.grantRequest(left);
          }
        }
        case 3 -> answer();
        case 4 -> {
          if (!headSent) {
            caller.interim(ResponseHead.of(Version.HTTP_1_1, 103, new Headers()));
          }
        }
        case 5, 6, 7, 8 -> respond();
        case 9 -> endWithTrailers();
        case 10 -> {
          if (random.nextInt(16) == 0) {
            breaks(random.nextBoolean() ? new Reset.Remote(2) : new Reset.Io("reset"));
          }
        }
        default -> {
          if (responseEnded && !requestEnded) {
            breaks(new Reset.Stop());
          }
        }
      }
    }

    private void connect() {
      connected = true;
      if (!requestEnded) {
        caller.grantRequest(SimulatedSocket.CREDIT);
      }
    }

    private void answer() {
      if (headSent || over) {
        return;
      }
      headSent = true;
      var answer = ResponseHead.of(version(), status(), fields());
      tunnel = answer.opensTunnel(head);
      boolean last = !tunnel && random.nextInt(5) == 0;
      if (last) {
        responseEnded = true;
        in.end();
      }
      caller.responseHead(answer, last);
    }

    private Version version() {
      return random.nextBoolean() ? Version.HTTP_2 : Version.HTTP_1_1;
    }

    private Headers fields() {
      return random.nextInt(6) == 0 ? grpcStatus() : new Headers();
    }

    private Headers grpcStatus() {
      return Headers.of(Header.of(HeaderName.GRPC_STATUS, random.nextBoolean() ? "0" : "13"));
    }

    private int status() {
      if (head.asksForTunnel() && random.nextBoolean()) {
        return 101;
      }
      return random.nextInt(3) == 0 ? 503 : 200;
    }

    private void respond() {
      if (headSent && !responseEnded) {
        in.arrive(random);
      }
    }

    private void endWithTrailers() {
      boolean may = headSent && !responseEnded && in.isOpen() && in.isEmpty() && !tunnel;
      if (may && random.nextInt(4) == 0) {
        responseEnded = true;
        in.end();
        caller.responseTrailers(random.nextBoolean() ? grpcStatus() : new Headers());
      }
    }

    private void breaks(Reset why) {
      close();
      caller.fail(why);
    }

    /** The connection is closed under it. */
    void abandon() {
      if (!over && !(requestEnded && responseEnded)) {
        breaks(new Reset.Io("closed"));
      }
      close();
    }

    private void close() {
      over = true;
      in.close();
      out.close();
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      if (over) {
        data.release();
        return;
      }
      assertThat(begun && connected && !requestEnded).as("data after a grant").isTrue();
      out.take(data);
      requestEnded = last;
      react();
    }

    @Override
    public void requestTrailers(Headers trailers) {
      if (!over) {
        assertThat(connected && !requestEnded).as("trailers after a grant").isTrue();
        requestEnded = true;
        react();
      }
    }

    @Override
    public void grantResponse(int bytes) {
      if (!over) {
        assertThat(headSent).as("grant after the head").isTrue();
        in.grant(bytes);
        react();
      }
    }

    @Override
    public void cancel(Reset why) {
      close();
    }
  }
}
