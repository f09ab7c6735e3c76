package weft.proxy.app;

import org.jspecify.annotations.Nullable;
import weft.proxy.config.ControlAddress;
import weft.proxy.discover.ControlChannel;
import weft.proxy.discover.ControlMetrics;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;

/**
 * A control channel that connects when it is first used, which is on its loop. Ready until it turns
 * out that nobody can be reached.
 */
final class LazyChannel implements HttpService, Readiness {
  private final ControlAddress address;
  private final ControlChannel.Parts parts;
  private final ControlMetrics metrics;
  private final Signal ready = new Signal(true);
  private @Nullable HttpService service;

  LazyChannel(ControlAddress address, ControlChannel.Parts parts, ControlMetrics metrics) {
    this.metrics = metrics;
    this.address = address;
    this.parts = parts;
  }

  GrpcClient client() {
    return new GrpcClient(this, address.addresses().getFirst().authority())
        .limitedTo(parts.config().limits().messageBytes());
  }

  @Override
  public Readiness readiness() {
    return this;
  }

  @Override
  public boolean isReady() {
    return ready.isReady();
  }

  @Override
  public void onChange(Runnable wake) {
    ready.onChange(wake);
  }

  /** Not empty as long as no connection is up, ready or not. */
  @Override
  public String obstacle() {
    HttpService s = service;
    return s == null ? "" : s.readiness().obstacle();
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    HttpService s = service;
    if (s == null) {
      s = connect();
      service = s;
    }
    return s.open(head, caller);
  }

  private HttpService connect() {
    HttpService connecting = ControlChannel.service(address, parts, metrics);
    Readiness its = connecting.readiness();
    its.onChange(() -> ready.set(its.isReady()));
    return connecting;
  }
}
