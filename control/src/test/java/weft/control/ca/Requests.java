package weft.control.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Certificate signing requests, good and bad ones. */
public final class Requests {
  private Requests() {}

  public static KeyPair keys(String algorithm, int size) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  /** What a proxy sends: common name and one DNS name. */
  public static byte[] of(String name) {
    return of("CN=" + name, keys("EC", 256), dns(name));
  }

  /** A request with any subject and names, signed by its key. */
  public static byte[] of(String subject, KeyPair keys, GeneralName... names) {
    return of(subject, keys, keys.getPrivate(), names);
  }

  /** A request that may be signed by a key other than its own. */
  public static byte[] of(String subject, KeyPair keys, PrivateKey signedBy, GeneralName... names) {
    var request = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic());
    var algorithm = signedBy.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      request.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      return request.build(new JcaContentSignerBuilder(algorithm).build(signedBy)).getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
