package weft.proxy.http;

import io.netty.buffer.ByteBuf;
import weft.proxy.stack.Readiness;

/**
 * A service that fails every exchange for one reason.
 *
 * <p>Always ready, as a refusal needs nobody.
 */
public record Refuse(Reset why) implements HttpService {
  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return exchange(caller, why);
  }

  /** An exchange that fails when it is started. */
  public static Exchange exchange(Caller caller, Reset why) {
    return new Refused(caller, why);
  }

  private record Refused(Caller caller, Reset why) implements Exchange {
    @Override
    public void start(boolean last) {
      caller.fail(why);
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      data.release();
    }

    @Override
    public void requestTrailers(Headers trailers) {}

    @Override
    public void grantResponse(int bytes) {}

    @Override
    public void cancel(Reset why) {}
  }
}
