package weft.testkit.mesh;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One method of the control plane: who called it, and what is done when somebody calls.
 *
 * <p>A call that no script answers stays open and silent, and waits in {@link #next} for the test
 * to answer it. Any thread.
 */
public final class Rpc<Q extends MessageLite> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MethodDescriptor<Q, byte[]> method;
  private final BlockingQueue<Call<Q>> waiting = new LinkedBlockingQueue<>();
  private final List<Call<Q>> all = new CopyOnWriteArrayList<>();
  private volatile Consumer<Call<Q>> script = call -> {};

  Rpc(String service, String name, MethodType type, Q empty) {
    this.method =
        MethodDescriptor.<Q, byte[]>newBuilder()
            .setType(type)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
            .setRequestMarshaller(ProtoLiteUtils.marshaller(empty))
            .setResponseMarshaller(new Bytes())
            .build();
  }

  /** From now on every call meets this script, on the server's thread. */
  public void whenCalled(Consumer<Call<Q>> reaction) {
    script = reaction;
  }

  /** The next call that was not taken yet; fails when none comes. */
  public Call<Q> next() {
    return next(request -> true);
  }

  /** The next call with such a request; others before it are passed over. */
  public Call<Q> next(Predicate<Q> wanted) {
    while (true) {
      var call = poll(PATIENCE);
      if (wanted.test(call.request())) {
        return call;
      }
    }
  }

  private Call<Q> poll(Duration limit) {
    try {
      var call = waiting.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (call == null) {
        throw new AssertionError("nobody called " + method.getFullMethodName());
      }
      return call;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All calls until now, the oldest first. */
  public List<Call<Q>> calls() {
    return List.copyOf(all);
  }

  /** The requests of all calls until now. */
  public List<Q> requests() {
    return all.stream().map(Call::request).toList();
  }

  MethodDescriptor<Q, byte[]> method() {
    return method;
  }

  ServerMethodDefinition<Q, byte[]> definition() {
    ServerCallHandler<Q, byte[]> handler =
        method.getType() == MethodType.UNARY
            ? ServerCalls.asyncUnaryCall(this::called)
            : ServerCalls.asyncServerStreamingCall(this::called);
    return ServerMethodDefinition.create(method, handler);
  }

  private void called(Q request, StreamObserver<byte[]> answers) {
    var call = new Call<>(request, (ServerCallStreamObserver<byte[]>) answers);
    all.add(call);
    script.accept(call);
    waiting.add(call);
  }

  /** Answers are bytes, so that a script can send what is no message. */
  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
