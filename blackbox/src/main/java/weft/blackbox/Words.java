package weft.blackbox;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A gRPC service whose messages are plain text, so that it needs no generated code. */
final class Words {
  static final MethodDescriptor<String, String> SHOUT = method("Shout", MethodType.UNARY);
  static final MethodDescriptor<String, String> SPELL =
      method("Spell", MethodType.SERVER_STREAMING);
  static final MethodDescriptor<String, String> TALK = method("Talk", MethodType.BIDI_STREAMING);

  private Words() {}

  static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("weft.test.Words")
        .addMethod(SHOUT, ServerCalls.asyncUnaryCall(Words::shout))
        .addMethod(SPELL, ServerCalls.asyncServerStreamingCall(Words::spell))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(Talk::new))
        .build();
  }

  private static void shout(String word, StreamObserver<String> out) {
    if (word.equals("fail")) {
      var status = Status.RESOURCE_EXHAUSTED.withDescription("no more words: é");
      out.onError(status.asException());
      return;
    }
    out.onNext(word.toUpperCase(Locale.ROOT));
    out.onCompleted();
  }

  private static void spell(String word, StreamObserver<String> out) {
    word.chars().forEach(letter -> out.onNext(Character.toString(Character.toUpperCase(letter))));
    out.onCompleted();
  }

  private record Talk(StreamObserver<String> out) implements StreamObserver<String> {
    @Override
    public void onNext(String word) {
      out.onNext(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public void onError(Throwable error) {
      // The client is gone, and so is the call.
    }

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("weft.test.Words/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream in) {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("no message", e);
      }
    }
  }
}
