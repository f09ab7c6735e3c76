package weft.proxy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.api.registry.Announcement;
import weft.api.registry.Lease;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.http.Version;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.stack.Readiness;
import weft.proxy.transport.Loops;

final class AnnouncerTest {
  private static final java.time.Duration SOON = java.time.Duration.ofMillis(1);

  private final Loops loops = Loops.start(1);
  private final Registry registry = new Registry();
  private final Announcer announcer =
      new Announcer(
          new Announcer.Parts(
              new GrpcClient(registry, "control:8443"),
              loops.all().getFirst(),
              new ExponentialBackoff(SOON, SOON, 0),
              new SplittableRandom(1)),
          Announcement.newBuilder().setInstance("w1"));

  @AfterEach
  void stop() {
    loops.close();
  }

  @Test
  void anInstanceIsAnnouncedRenewedAndWithdrawn() throws Exception {
    announcer.ready(true);
    assertThat(registry.heard()).isEqualTo("w1 ready");
    assertThat(registry.heard()).as("within the lease of a second").isEqualTo("w1 ready");
    announcer.ready(false);
    assertThat(registry.heardOtherThan("w1 ready")).isEqualTo("w1 not ready");
    var farewell = announcer.withdraw().toCompletableFuture();
    assertThat(registry.heardOtherThan("w1 not ready")).isEqualTo("end");
    farewell.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aStreamThatBreaksIsReplaced() throws Exception {
    announcer.ready(true);
    assertThat(registry.heard()).isEqualTo("w1 ready");
    loops.all().getFirst().execute(registry::breakDown);
    assertThat(registry.heardOtherThan("w1 ready")).isEqualTo("broken");
    assertThat(registry.heard()).isEqualTo("w1 ready");
  }

  @Test
  void whoWasNeverAnnouncedHasNothingToWithdraw() throws Exception {
    announcer.withdraw().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(registry.heard).isEmpty();
  }

  /** Gives leases of a second; on the loop. */
  private static final class Registry implements HttpService, Exchange {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Caller caller = Nobody.NOBODY;
    private boolean answering;

    String heard() throws InterruptedException {
      return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    String heardOtherThan(String passedOver) throws InterruptedException {
      String next = heard();
      while (next.equals(passedOver)) {
        next = heard();
      }
      return next;
    }

    void breakDown() {
      heard.add("broken");
      caller.fail(new Reset.Io("broke"));
    }

    @Override
    public Readiness readiness() {
      return Readiness.ALWAYS;
    }

    @Override
    public Exchange open(RequestHead head, Caller by) {
      caller = by;
      answering = false;
      return this;
    }

    @Override
    public void start(boolean last) {
      caller.grantRequest(1 << 20);
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      byte[] message = ByteBufUtil.getBytes(data);
      data.release();
      if (message.length > 0) {
        hear(message);
      }
      if (last) {
        heard.add("end");
        caller.responseTrailers(Headers.of(Header.of(HeaderName.GRPC_STATUS, "0")));
      }
    }

    private void hear(byte[] framed) {
      try {
        var said = Announcement.parseFrom(java.util.Arrays.copyOfRange(framed, 5, framed.length));
        heard.add(said.getInstance() + (said.getReady() ? " ready" : " not ready"));
      } catch (InvalidProtocolBufferException e) {
        heard.add(e.toString());
      }
      if (!answering) {
        answering = true;
        caller.responseHead(ResponseHead.of(Version.HTTP_2, 200, new Headers()), false);
      }
      byte[] lease =
          Lease.newBuilder()
              .setExpiresIn(Duration.newBuilder().setSeconds(1))
              .build()
              .toByteArray();
      ByteBuf answer = Unpooled.buffer();
      answer.writeByte(0).writeInt(lease.length).writeBytes(lease);
      caller.responseData(answer, false);
    }

    @Override
    public void requestTrailers(Headers trailers) {}

    @Override
    public void grantResponse(int bytes) {}

    @Override
    public void cancel(Reset why) {}
  }

  /** Before the first call. */
  private enum Nobody implements Caller {
    NOBODY;

    @Override
    public void grantRequest(int bytes) {}

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public void responseHead(ResponseHead head, boolean last) {}

    @Override
    public void responseData(ByteBuf data, boolean last) {
      data.release();
    }

    @Override
    public void responseTrailers(Headers trailers) {}

    @Override
    public void fail(Reset why) {}
  }
}
