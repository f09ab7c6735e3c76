package weft.proxy.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;
import weft.proxy.config.ControlAddress;
import weft.proxy.discover.ControlChannel;
import weft.proxy.discover.ControlMetrics;
import weft.proxy.grpc.Call;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.grpc.Responses;
import weft.proxy.grpc.Status;
import weft.proxy.http.HttpService;
import weft.proxy.identity.Certifier;
import weft.proxy.stack.Timers;
import weft.proxy.stack.Timers.Timer;

/**
 * Calls Identity, on a new connection for each attempt.
 *
 * <p>Who sends a token shows no certificate: there is none yet, or it has expired, and a control
 * plane that checks it would end the handshake before it could read the token. Source:
 * docs/spec/identity-tls.md 8.2.
 */
final class GrpcCertifier implements Certifier {
  private static final String CERTIFY = "/io.linkerd.proxy.identity.Identity/Certify";

  /** More than the channel waits for a connection, so that its reason is the one that is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private final ControlAddress address;
  private final ControlChannel.Parts parts;
  private final ControlChannel.Parts unknown;
  private final ControlMetrics metrics;

  /** {@code unknown}: the same as {@code parts}, without a certificate of ours. */
  GrpcCertifier(
      ControlAddress address,
      ControlChannel.Parts parts,
      ControlChannel.Parts unknown,
      ControlMetrics metrics) {
    this.address = address;
    this.parts = parts;
    this.unknown = unknown;
    this.metrics = metrics;
  }

  @Override
  public void certify(String identity, byte[] token, byte[] csr, Answer answer) {
    byte[] request =
        CertifyRequest.newBuilder()
            .setIdentity(identity)
            .setToken(ByteString.copyFrom(token))
            .setCertificateSigningRequest(ByteString.copyFrom(csr))
            .build()
            .toByteArray();
    var by = token.length == 0 ? parts : unknown;
    parts.loop().execute(() -> call(by, request, answer));
  }

  private void call(ControlChannel.Parts by, byte[] request, Answer answer) {
    HttpService service = ControlChannel.service(address, by, metrics);
    var client = new GrpcClient(service, address.addresses().getFirst().authority());
    var awaiting = new Awaiting(service, answer);
    var call = client.call(CERTIFY, request, awaiting);
    awaiting.limit(parts.loop(), call);
  }

  /** Keeps the one message until the call is over. */
  private static final class Awaiting implements Responses {
    private final HttpService service;
    private final Answer answer;
    private Timer patience = Timer.UNSET;
    private byte @Nullable [] message;
    private boolean over;

    Awaiting(HttpService service, Answer answer) {
      this.service = service;
      this.answer = answer;
    }

    void limit(Timers timers, Call call) {
      if (!over) {
        patience = timers.after(PATIENCE, () -> giveUp(call));
      }
    }

    private void giveUp(Call call) {
      call.cancel();
      ended(new Status(Status.DEADLINE_EXCEEDED, "no answer within " + PATIENCE.toSeconds() + "s"));
    }

    @Override
    public void message(byte[] bytes) {
      message = bytes;
    }

    @Override
    public void ended(Status status) {
      over = true;
      patience.stop();
      service.retire();
      byte[] bytes = message;
      if (!status.isOk()) {
        answer.failed(failure(status));
      } else if (bytes == null) {
        answer.failed(new IOException("the answer was empty"));
      } else {
        read(bytes);
      }
    }

    private static IOException failure(Status status) {
      return status.isFinal()
          ? new RefusedJoin.Refused(status)
          : new IOException(status.toString());
    }

    private void read(byte[] bytes) {
      try {
        var response = CertifyResponse.parseFrom(bytes);
        answer.certified(
            response.getLeafCertificate().toByteArray(),
            response.getIntermediateCertificatesList().stream()
                .map(ByteString::toByteArray)
                .toList(),
            until(response));
      } catch (InvalidProtocolBufferException e) {
        answer.failed(e);
      }
    }

    private static @Nullable Instant until(CertifyResponse response) {
      if (!response.hasValidUntil()) {
        return null;
      }
      try {
        var until = response.getValidUntil();
        return Instant.ofEpochSecond(until.getSeconds(), until.getNanos());
      } catch (java.time.DateTimeException e) {
        return null;
      }
    }
  }
}
