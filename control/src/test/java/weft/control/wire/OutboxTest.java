package weft.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import weft.testkit.Covers;

final class OutboxTest {
  private final Recorded<Integer> client = new Recorded<>();
  private final AtomicInteger overflows = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();

  private DeltaOutbox<Integer> deltas(int capacity) {
    return new DeltaOutbox<>(client, capacity, overflows::incrementAndGet, gone::incrementAndGet);
  }

  @Test
  void messagesWaitUntilTheClientReads() {
    var outbox = deltas(3);
    client.stopReading();
    outbox.send(1);
    outbox.send(2);
    assertThat(client.take()).isEmpty();
    client.read();
    assertThat(client.take()).containsExactly(1, 2);
  }

  @Test
  @Covers("control-plane#D36")
  void aClientThatFallsBehindIsEndedWithOkAndCounted() {
    var outbox = deltas(100);
    client.stopReading();
    for (int i = 0; i < 100; i++) {
      outbox.send(i);
    }
    assertThat(client.status()).isNull();
    outbox.send(100);
    assertThat(client.status()).isEqualTo(Status.Code.OK);
    assertThat(overflows).hasValue(1);
    client.read();
    assertThat(client.take()).isEmpty();
  }

  @Test
  void aClientThatGoesIsToldOnceAndGetsNothingMore() {
    var outbox = deltas(1);
    client.leave();
    outbox.send(1);
    outbox.complete();
    assertThat(gone).hasValue(1);
    assertThat(client.take()).isEmpty();
    assertThat(client.status()).isNull();
  }

  @Test
  void ofValuesTheClientGetsTheNewestAndNoneTwice() {
    var outbox = new ValueOutbox<Integer>(client, gone::incrementAndGet);
    outbox.send(1);
    outbox.send(1);
    client.stopReading();
    outbox.send(2);
    outbox.send(3);
    client.read();
    assertThat(client.take()).containsExactly(1, 3);
  }
}
