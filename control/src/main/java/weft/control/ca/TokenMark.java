package weft.control.ca;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * Says in a certificate by which join token its holder joined, and is handed on at each renewal: so
 * a revoked token ends renewals too, and no control plane has to remember who came with what.
 *
 * <p>A private extension, not critical: peers pass over it (RFC 5280, 4.2). Its id is made from a
 * UUID (ITU-T X.667), which needs no registration.
 */
public final class TokenMark {
  static final ASN1ObjectIdentifier ID =
      new ASN1ObjectIdentifier("2.25.167881030507186879180406636428822422433");

  private TokenMark() {}

  static ASN1Encodable of(String tokenId) {
    return new DERUTF8String(tokenId);
  }

  /** The id of the token; empty in a certificate that came about without one. */
  public static Optional<String> in(X509Certificate certificate) {
    var value = certificate.getExtensionValue(ID.getId());
    return Optional.ofNullable(value)
        .map(ASN1OctetString::getInstance)
        .map(octets -> ASN1UTF8String.getInstance(octets.getOctets()).getString());
  }
}
