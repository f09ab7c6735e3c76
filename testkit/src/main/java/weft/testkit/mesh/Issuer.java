package weft.testkit.mesh;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;

/**
 * Certifies whoever asks, for the name it asks for. What it issues can be changed while it runs.
 */
public final class Issuer implements Consumer<Call<CertifyRequest>> {
  private volatile Authority authority;
  private volatile Duration lifetime = Duration.ofHours(24);

  Issuer(Authority authority) {
    this.authority = authority;
  }

  /** What it issues from now on is good that long. */
  public void lifetime(Duration life) {
    lifetime = life;
  }

  /** From now on that authority signs. */
  public void authority(Authority other) {
    authority = other;
  }

  @Override
  public void accept(Call<CertifyRequest> call) {
    call.send(answer(call.request())).end();
  }

  /** The answer to one request. */
  public CertifyResponse answer(CertifyRequest request) {
    return response(
        authority.draft().dns(request.getIdentity()).expiresIn(lifetime).sign(key(request)));
  }

  /** An answer with this certificate, and its end of life. */
  public static CertifyResponse response(X509Certificate leaf) {
    try {
      return CertifyResponse.newBuilder()
          .setLeafCertificate(ByteString.copyFrom(leaf.getEncoded()))
          .setValidUntil(
              Timestamp.newBuilder().setSeconds(leaf.getNotAfter().toInstant().getEpochSecond()))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key in the request. */
  public static PublicKey key(CertifyRequest request) {
    try {
      var csr = request.getCertificateSigningRequest().toByteArray();
      return new JcaPKCS10CertificationRequest(csr).getPublicKey();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no usable signing request", e);
    }
  }
}
