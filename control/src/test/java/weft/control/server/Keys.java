package weft.control.server;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import weft.api.identity.CertifyRequest;
import weft.api.identity.CertifyResponse;
import weft.control.ca.SigningKey;

/** A workload's key, and what it gets for it. */
record Keys(String name, SigningKey key) {
  static Keys of(String name) {
    return new Keys(name, SigningKey.generate(new SecureRandom()));
  }

  PrivateKey secret() {
    return key.secret();
  }

  CertifyRequest request(String token) {
    return CertifyRequest.newBuilder()
        .setIdentity(name)
        .setToken(ByteString.copyFromUtf8(token))
        .setCertificateSigningRequest(ByteString.copyFrom(csr(key.open())))
        .build();
  }

  private byte[] csr(PublicKey open) {
    try {
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), open)
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(secret()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  static List<X509Certificate> chain(CertifyResponse response) {
    var chain = new ArrayList<X509Certificate>();
    chain.add(certificate(response.getLeafCertificate()));
    response.getIntermediateCertificatesList().forEach(der -> chain.add(certificate(der)));
    return chain;
  }

  private static X509Certificate certificate(ByteString der) {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toByteArray()));
      return (X509Certificate) read;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
