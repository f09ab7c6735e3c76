package weft.control.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.CertificateAuthority;
import weft.control.ca.Issuer;
import weft.control.ca.SigningRequest;
import weft.control.ca.TokenMark;
import weft.control.token.IdentityDomain;
import weft.control.token.TokenVerifier;
import weft.control.token.Verdict;

/**
 * Answers {@code Identity.Certify}: a certificate for the name that the join token proves, or,
 * where the token is empty, for the name of the certificate in use.
 *
 * <p>Any thread; may read the issuer's files. Order of checks and statuses: control-plane.md 7.2;
 * join mode: contracts, 5. Unlike the reference, a request's own signature must be valid.
 */
public final class Certifier {
  private static final Logger log = LoggerFactory.getLogger(Certifier.class);

  private final IssuerFiles issuers;
  private final CertificateAuthority authority;
  private final TokenVerifier tokens;
  private final IdentityDomain domain;
  private final InstantSource clock;

  public Certifier(
      IssuerFiles issuers,
      CertificateAuthority authority,
      TokenVerifier tokens,
      IdentityDomain domain,
      InstantSource clock) {
    this.issuers = issuers;
    this.authority = authority;
    this.tokens = tokens;
    this.domain = domain;
    this.clock = clock;
  }

  /**
   * Answers one request.
   *
   * @param peer the client, if its TLS handshake proved an identity
   * @throws StatusException with the reason; nothing was signed
   */
  public CertifyResponse certify(CertifyRequest request, @Nullable Peer peer)
      throws StatusException {
    var issuer = issuers.current();
    if (issuer == null) {
      throw refuse(Status.UNAVAILABLE, "identity: no usable issuer is loaded");
    }
    var signing = parse(request, peer);
    requireTrusted(issuer);
    requireOneName(signing, request.getIdentity());
    var mark = requireProof(request, peer);
    return sign(issuer, signing, request.getIdentity(), mark);
  }

  private static SigningRequest parse(CertifyRequest request, @Nullable Peer peer)
      throws StatusException {
    if (request.getIdentity().isEmpty()) {
      throw refuse(Status.INVALID_ARGUMENT, "identity: missing identity");
    }
    if (request.getToken().isEmpty() && peer == null) {
      var why = "identity: missing token, and the connection shows no certificate";
      throw refuse(Status.INVALID_ARGUMENT, why);
    }
    if (request.getCertificateSigningRequest().isEmpty()) {
      throw refuse(Status.INVALID_ARGUMENT, "identity: missing certificate signing request");
    }
    try {
      return SigningRequest.parse(request.getCertificateSigningRequest().toByteArray());
    } catch (BadKeyMaterial e) {
      throw refuse(Status.INVALID_ARGUMENT, "identity: " + e.getMessage());
    }
  }

  private void requireTrusted(Issuer issuer) throws StatusException {
    try {
      issuers.roots().verify(issuer.chain(), clock.instant());
    } catch (BadKeyMaterial e) {
      throw refuse(Status.UNKNOWN, "identity: issuer: " + e.getMessage());
    }
  }

  private static void requireOneName(SigningRequest signing, String identity)
      throws StatusException {
    var names = signing.dnsNames();
    if (names.size() != 1 || !names.getFirst().equals(identity)) {
      throw badRequest("one DNS name, " + identity + ", got: " + names);
    }
    if (signing.otherNames() > 0) {
      throw badRequest(
          "no alternative names but one DNS name, got others: " + signing.otherNames());
    }
    if (!signing.commonNames().stream().allMatch(name -> name.isEmpty() || name.equals(identity))) {
      throw badRequest("no common name but " + identity + ", got: " + signing.commonNames());
    }
    if (!(signing.key() instanceof ECPublicKey)) {
      throw badRequest("an ECDSA key, got: " + signing.key().getAlgorithm());
    }
  }

  /** Returns the mark of the token that proves it, now or when the holder joined. */
  private @Nullable TokenMark requireProof(CertifyRequest request, @Nullable Peer peer)
      throws StatusException {
    if (!request.getToken().isEmpty()) {
      return requireToken(request.getToken(), request.getIdentity());
    }
    return peer == null ? null : requireCertificate(peer, request.getIdentity());
  }

  private TokenMark requireToken(ByteString token, String identity) throws StatusException {
    var text = token.toString(StandardCharsets.ISO_8859_1);
    return switch (tokens.verify(text, identity, domain)) {
      case Verdict.Accepted(var accepted) -> new TokenMark(accepted.id(), accepted.groupName());
      case Verdict.Unusable unusable ->
          throw refuse(Status.INVALID_ARGUMENT, "identity: " + unusable.reason());
      case Verdict.Refused refused ->
          throw refuse(Status.FAILED_PRECONDITION, "identity: " + refused.reason());
    };
  }

  private @Nullable TokenMark requireCertificate(Peer peer, String identity)
      throws StatusException {
    if (!peer.identity().equals(identity)) {
      var why =
          "identity: the certificate in use is for " + peer.identity() + ", not for " + identity;
      throw refuse(Status.FAILED_PRECONDITION, why);
    }
    if (!clock.instant().isBefore(peer.certificateEnds())) {
      var why = "identity: the certificate in use expired at " + peer.certificateEnds();
      throw refuse(Status.FAILED_PRECONDITION, why + "; send the token");
    }
    var mark = peer.token();
    if (mark != null && tokens.isRevoked(mark.id())) {
      var why = "identity: the certificate in use came about by token " + mark.id();
      throw refuse(Status.FAILED_PRECONDITION, why + ", which is revoked");
    }
    return mark;
  }

  private CertifyResponse sign(
      Issuer issuer, SigningRequest signing, String identity, @Nullable TokenMark mark)
      throws StatusException {
    var leaf = authority.sign(issuer, signing, identity, mark, clock.instant());
    var until = leaf.getNotAfter().toInstant();
    log.info("certificate {} issued to {} until {}", leaf.getSerialNumber(), identity, until);
    var response = CertifyResponse.newBuilder().setLeafCertificate(der(leaf));
    for (var parent : CertificateAuthority.intermediates(issuer, issuers.roots())) {
      response.addIntermediateCertificates(der(parent));
    }
    return response
        .setValidUntil(Timestamp.newBuilder().setSeconds(until.getEpochSecond()))
        .build();
  }

  private static ByteString der(X509Certificate certificate) throws StatusException {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw refuse(Status.INTERNAL, "identity: certificate without an encoding");
    }
  }

  private static StatusException badRequest(String wanted) {
    var why = "identity: certificate signing request must have " + wanted;
    return refuse(Status.FAILED_PRECONDITION, why);
  }

  private static StatusException refuse(Status status, String reason) {
    return status.withDescription(reason).asException();
  }
}
