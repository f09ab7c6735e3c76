package weft.control.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;
import weft.control.identity.Peer;

/** Tells a call who its client is. */
record CallerPeer(KnownPeers peers) implements ServerInterceptor {
  private static final Context.Key<Peer> KEY = Context.key("weft-peer");

  /** The verified client of the call that this thread serves; null without a certificate. */
  static @Nullable Peer current() {
    return KEY.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var peer = peers.at(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    return peer == null
        ? next.startCall(call, headers)
        : Contexts.interceptCall(Context.current().withValue(KEY, peer), call, headers, next);
  }
}
