package weft.control.ca;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The text form of certificates and keys (RFC 7468). Keys may be PKCS#8 or SEC 1. */
final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** All certificates of the text in their order; {@code what} names it in errors. */
  static List<X509Certificate> certificates(String text, String what) throws BadKeyMaterial {
    var found = new ArrayList<X509Certificate>();
    var converter = new JcaX509CertificateConverter();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (var part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof X509CertificateHolder certificate) {
          found.add(converter.getCertificate(certificate));
        }
      }
    } catch (IOException | CertificateException e) {
      throw new BadKeyMaterial(what + " is no PEM certificate", e);
    }
    if (found.isEmpty()) {
      throw new BadKeyMaterial(what + " holds no PEM certificate");
    }
    return List.copyOf(found);
  }

  /** The first private key of the text; {@code what} names it in errors. */
  static PrivateKey privateKey(String text, String what) throws BadKeyMaterial {
    var converter = new JcaPEMKeyConverter();
    try (var parser = new PEMParser(new StringReader(text))) {
      // OpenSSL writes the curve's name as a part of its own before the key.
      for (var part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (part instanceof PrivateKeyInfo key) {
          return converter.getPrivateKey(key);
        }
      }
    } catch (IOException e) {
      throw new BadKeyMaterial(what + " is no PEM private key", e);
    }
    throw new BadKeyMaterial(what + " holds no unencrypted PEM private key");
  }

  static String print(X509Certificate certificate) {
    try {
      return print("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate without an encoding", e);
    }
  }

  static String print(PrivateKey key) {
    return print("PRIVATE KEY", key.getEncoded());
  }

  private static String print(String label, byte[] der) {
    var body = LINES.encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
