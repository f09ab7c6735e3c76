package weft.proxy.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A caller that notes what it is told, a word a call. */
public final class TestCaller implements Caller {
  public final List<String> told = new ArrayList<>();
  private @Nullable ResponseHead head;
  private @Nullable Headers trailers;
  private @Nullable Reset failure;

  public ResponseHead head() {
    return requireNonNull(head, "no head yet");
  }

  public Headers trailers() {
    return requireNonNull(trailers, "no trailers yet");
  }

  public Reset failure() {
    return requireNonNull(failure, "no failure yet");
  }

  /** The value of a field of the head. */
  public @Nullable String header(String name) {
    return head().headers().value(HeaderName.of(name));
  }

  @Override
  public void grantRequest(int bytes) {
    told.add("grant " + bytes);
  }

  @Override
  public void interim(ResponseHead head) {
    told.add("interim " + head.status());
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    this.head = head;
    told.add("head " + head.status() + (last ? " last" : ""));
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    told.add("data " + data.toString(StandardCharsets.US_ASCII) + (last ? " last" : ""));
    data.release();
  }

  @Override
  public void responseTrailers(Headers trailers) {
    this.trailers = trailers;
    told.add("trailers");
  }

  @Override
  public void fail(Reset why) {
    failure = why;
    told.add("fail " + why.text());
  }
}
