package weft.control.server;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;

/** Describes the methods of a service by the messages that they carry; nothing is generated. */
record Methods(String service) {

  <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> unary(
      String name, Q request, A answer) {
    return method(MethodType.UNARY, name, request, answer);
  }

  <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> serverStreaming(
      String name, Q request, A answer) {
    return method(MethodType.SERVER_STREAMING, name, request, answer);
  }

  <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> bothWays(
      String name, Q request, A answer) {
    return method(MethodType.BIDI_STREAMING, name, request, answer);
  }

  private <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
      MethodType type, String name, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
        .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(answer))
        .build();
  }
}
