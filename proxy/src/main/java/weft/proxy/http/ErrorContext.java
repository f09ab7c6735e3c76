package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Factory;
import weft.proxy.stack.Layer;
import weft.proxy.telemetry.Peers;

/**
 * Says where a failure happened, in front of its text.
 *
 * <p>Sees answers only: requests go past it. Source: docs/spec/outbound.md 10.3.
 *
 * @param where what stands in front for a target, for instance {@code endpoint 10.1.2.3:8080}
 */
public record ErrorContext<T>(Factory<? super T, String> where) implements Layer<T, HttpService> {
  @Override
  public HttpService wrap(T target, HttpService inner) {
    String place = where.build(target);
    return inner.with((head, caller) -> inner.open(head, new Within(null, place, caller)));
  }

  /** Passes answers on; the client, if there is one, is named before the place. */
  record Within(@Nullable Client client, String place, Caller caller) implements Caller {
    @Override
    public void grantRequest(int bytes) {
      caller.grantRequest(bytes);
    }

    @Override
    public void interim(ResponseHead head) {
      caller.interim(head);
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      caller.responseHead(head, last);
    }

    @Override
    public void responseData(ByteBuf data, boolean last) {
      caller.responseData(data, last);
    }

    @Override
    public void responseTrailers(Headers trailers) {
      caller.responseTrailers(trailers);
    }

    @Override
    public void fail(Reset why) {
      caller.fail(
          why.in(client == null ? place : "client " + Peers.text(client.address()) + ": " + place));
    }
  }
}
