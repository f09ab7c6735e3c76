package weft.control.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a certificate signing request (PKCS#10) asks for. Its own signature has been verified: who
 * sent it holds the key.
 *
 * @param commonNames all of the subject's; what else the subject says is not kept
 * @param dnsNames the DNS names among the alternative names
 * @param otherNames how many alternative names are of another kind
 */
public record SigningRequest(
    List<String> commonNames, List<String> dnsNames, int otherNames, PublicKey key) {

  /** Real requests have under 500 bytes. */
  private static final int LONGEST = 16 * 1024;

  public SigningRequest {
    commonNames = List.copyOf(commonNames);
    dnsNames = List.copyOf(dnsNames);
  }

  /**
   * Reads a DER request and verifies its signature.
   *
   * @throws BadKeyMaterial if the bytes are no DER request or are not signed by the key in it
   */
  public static SigningRequest parse(byte[] der) throws BadKeyMaterial {
    if (der.length > LONGEST) {
      throw new BadKeyMaterial("CSR is longer than " + LONGEST + " bytes: " + der.length);
    }
    try {
      return read(new JcaPKCS10CertificationRequest(der));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The parser reports bad structure by several unchecked exceptions.
      throw new BadKeyMaterial("CSR is no DER PKCS#10", e);
    }
  }

  private static SigningRequest read(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, BadKeyMaterial {
    verify(request);
    var names = alternativeNames(request);
    var dns =
        names.stream()
            .filter(name -> name.getTagNo() == GeneralName.dNSName)
            .map(name -> name.getName().toString())
            .toList();
    return new SigningRequest(
        commonNames(request.getSubject()), dns, names.size() - dns.size(), request.getPublicKey());
  }

  private static void verify(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, BadKeyMaterial {
    try {
      var key = new JcaContentVerifierProviderBuilder().build(request.getPublicKey());
      if (request.isSignatureValid(key)) {
        return;
      }
    } catch (OperatorCreationException | PKCSException e) {
      throw new BadKeyMaterial("CSR signature cannot be verified", e);
    }
    throw new BadKeyMaterial("CSR is not signed by the key in it");
  }

  private static List<GeneralName> alternativeNames(JcaPKCS10CertificationRequest request) {
    return Arrays.stream(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
        .flatMap(attribute -> Arrays.stream(attribute.getAttributeValues()))
        .map(Extensions::getInstance)
        .map(e -> GeneralNames.fromExtensions(e, Extension.subjectAlternativeName))
        .filter(names -> names != null)
        .flatMap(names -> Arrays.stream(names.getNames()))
        .toList();
  }

  private static List<String> commonNames(X500Name subject) {
    return Arrays.stream(subject.getRDNs(BCStyle.CN))
        .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
        .filter(part -> part.getType().equals(BCStyle.CN))
        .map(part -> IETFUtils.valueToString(part.getValue()))
        .toList();
  }
}
