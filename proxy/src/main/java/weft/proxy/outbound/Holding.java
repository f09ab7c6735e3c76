package weft.proxy.outbound;

import weft.proxy.http.Caller;
import weft.proxy.http.Ending;
import weft.proxy.http.HttpService;
import weft.proxy.http.Relay;
import weft.proxy.stack.IdleCache;

/** An exchange that holds what it was routed to while it is under way. */
final class Holding extends Relay {
  private final IdleCache.Handle<HttpService> handle;

  Holding(IdleCache.Handle<HttpService> handle, Caller caller) {
    super(caller);
    this.handle = handle;
  }

  @Override
  protected void ended(Ending how) {
    handle.release();
  }
}
