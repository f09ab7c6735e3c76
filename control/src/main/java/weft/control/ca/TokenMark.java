package weft.control.ca;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Says in a certificate by which join token its holder joined, and is handed on at each renewal: so
 * a revoked token ends renewals too, what the token allows goes on, and no control plane has to
 * remember who came with what.
 *
 * <p>A private extension, not critical: peers pass over it (RFC 5280, 4.2). Its id is made from a
 * UUID (ITU-T X.667), which needs no registration.
 *
 * @param id the token's {@code jti}
 * @param group {@code NAMESPACE/NAME} of the ExternalGroup whose instances the holder may announce;
 *     null: none
 */
public record TokenMark(String id, @Nullable String group) {
  static final ASN1ObjectIdentifier ID =
      new ASN1ObjectIdentifier("2.25.167881030507186879180406636428822422433");

  /** {@code SEQUENCE { id UTF8String, group UTF8String OPTIONAL }}. */
  ASN1Encodable encoded() {
    var parts = new ASN1EncodableVector();
    parts.add(new DERUTF8String(id));
    if (group != null) {
      parts.add(new DERUTF8String(group));
    }
    return new DERSequence(parts);
  }

  /**
   * Empty in a certificate that came about without a token.
   *
   * @throws IllegalArgumentException if the extension is anything else than a mark
   */
  public static Optional<TokenMark> in(X509Certificate certificate) {
    var value = certificate.getExtensionValue(ID.getId());
    return Optional.ofNullable(value)
        .map(ASN1OctetString::getInstance)
        .map(octets -> parse(ASN1Sequence.getInstance(octets.getOctets())));
  }

  private static TokenMark parse(ASN1Sequence parts) {
    if (parts.size() < 1 || parts.size() > 2) {
      throw new IllegalArgumentException("a token mark of " + parts.size() + " parts");
    }
    return new TokenMark(text(parts, 0), parts.size() == 2 ? text(parts, 1) : null);
  }

  private static String text(ASN1Sequence parts, int index) {
    return ASN1UTF8String.getInstance(parts.getObjectAt(index)).getString();
  }
}
