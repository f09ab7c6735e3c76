package weft.blackbox;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/** A client of the control plane's Identity that sends what it is told. */
final class Certifier implements AutoCloseable {
  private static final int API_PORT = 8443;
  private static final int SECONDS = 20;
  private static final MethodDescriptor<byte[], byte[]> CERTIFY =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("io.linkerd.proxy.identity.Identity/Certify")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final TlsTunnel tunnel;
  private final ManagedChannel channel;

  private Certifier(TlsTunnel tunnel) {
    this.tunnel = tunnel;
    this.channel = NettyChannelBuilder.forAddress(tunnel.address()).usePlaintext().build();
  }

  static Certifier of(Mesh mesh) throws IOException, GeneralSecurityException {
    var api = new InetSocketAddress(mesh.controlIp(), API_PORT);
    return new Certifier(TlsTunnel.to(api, mesh.directory().resolve("ca/anchors.pem")));
  }

  /** Sends a CertifyRequest; the bytes of its answer. */
  byte[] certify(String identity, String token, byte[] csr) {
    var request = new ByteArrayOutputStream();
    field(request, 1, identity.getBytes(StandardCharsets.UTF_8));
    field(request, 2, token.getBytes(StandardCharsets.UTF_8));
    field(request, 3, csr);
    var options = CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(channel, CERTIFY, options, request.toByteArray());
  }

  /** One length-delimited field of a protobuf message, shorter than 16 KiB. */
  private static void field(ByteArrayOutputStream message, int number, byte[] value) {
    message.write((number << 3) | 2);
    message.write((value.length & 0x7f) | 0x80);
    message.write(value.length >> 7);
    message.writeBytes(value);
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
    tunnel.close();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("no message", e);
      }
    }
  }
}
