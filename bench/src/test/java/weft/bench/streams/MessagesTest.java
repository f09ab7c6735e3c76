package weft.bench.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import weft.api.destination.NoEndpoints;
import weft.api.destination.Update;

final class MessagesTest {
  private final Messages messages = new Messages();

  private static byte[] framed(Update update) {
    var bytes = update.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length).putInt(1, bytes.length).put(5, bytes).array();
  }

  private static Update update() {
    return Update.newBuilder().setNoEndpoints(NoEndpoints.newBuilder().setExists(true)).build();
  }

  @Test
  void aMessageMayComeByteByByte() throws InvalidProtocolBufferException {
    var framed = framed(update());
    int whole = 0;
    for (byte one : framed) {
      messages.add(Unpooled.wrappedBuffer(new byte[] {one}));
      whole += messages.take();
    }
    assertThat(whole).isEqualTo(1);
  }

  @Test
  void severalMessagesMayComeAtOnce() throws InvalidProtocolBufferException {
    messages.add(Unpooled.wrappedBuffer(framed(update()), framed(update())));
    assertThat(messages.take()).isEqualTo(2);
    assertThat(messages.take()).isZero();
  }

  @Test
  void anUpdateThatSaysNothingIsNone() {
    messages.add(Unpooled.wrappedBuffer(framed(Update.getDefaultInstance())));
    assertThatThrownBy(messages::take).hasMessageContaining("without content");
  }
}
