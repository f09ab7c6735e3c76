package weft.testkit.mesh;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the certificates of a mesh: a root of its own, P-256, good for a day. */
public final class Authority {
  /** What clocks may differ by; certificates start that much earlier. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private final String name;
  private final KeyPair keys = newKeys();
  private final X509Certificate root;

  private Authority(String name) {
    this.name = name;
    this.root = new Draft(name).sign(keys.getPublic(), true);
  }

  public static Authority named(String name) {
    return new Authority(name);
  }

  X509Certificate root() {
    return root;
  }

  /** The root, as a trust anchor is configured. */
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(root.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new key with a certificate for this name, good for a day. */
  public Identity identity(String dnsName) {
    return draft().dns(dnsName).identity();
  }

  /** A certificate to be signed; without names unless they are added. */
  public Draft draft() {
    return new Draft("workload");
  }

  static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a certificate shall say. */
  public final class Draft {
    private final String subject;
    private final List<GeneralName> names = new ArrayList<>();
    private Instant from = Instant.now().minus(SKEW);
    private Instant to = Instant.now().plus(Duration.ofDays(1));

    private Draft(String subject) {
      this.subject = subject;
    }

    public Draft dns(String value) {
      names.add(new GeneralName(GeneralName.dNSName, value));
      return this;
    }

    public Draft uri(String value) {
      names.add(new GeneralName(GeneralName.uniformResourceIdentifier, value));
      return this;
    }

    /** Good until that long from now; negative: no longer. */
    public Draft expiresIn(Duration life) {
      to = Instant.now().plus(life);
      from = to.isBefore(from) ? to.minus(SKEW) : from;
      return this;
    }

    /** With a key of its own. */
    public Identity identity() {
      var own = newKeys();
      return new Identity(own, List.of(sign(own.getPublic())));
    }

    /** For the holder of that key. */
    public X509Certificate sign(PublicKey key) {
      return sign(key, false);
    }

    private X509Certificate sign(PublicKey key, boolean authority) {
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + name),
                new BigInteger(64, new SecureRandom()),
                Date.from(from),
                Date.from(to),
                new X500Name("CN=" + subject),
                key);
        extend(builder, authority);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private void extend(JcaX509v3CertificateBuilder builder, boolean authority)
        throws CertIOException {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!names.isEmpty()) {
        var all = new GeneralNames(names.toArray(GeneralName[]::new));
        builder.addExtension(Extension.subjectAlternativeName, false, all);
      }
    }
  }
}
