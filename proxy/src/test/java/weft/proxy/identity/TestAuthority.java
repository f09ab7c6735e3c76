package weft.proxy.identity;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority for tests: its certificate, and certificates that it signs, good and odd ones. */
final class TestAuthority {
  /** The time of tests: certificates are valid one day around it unless said otherwise. */
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final KeyPair CA = keys("EC", 256);
  final String name;
  final KeyPair keys;
  final String algorithm;
  final byte[] certificate;
  final Instant around;

  private TestAuthority(
      String name, KeyPair keys, String algorithm, byte[] certificate, Instant around) {
    this.name = name;
    this.keys = keys;
    this.algorithm = algorithm;
    this.certificate = certificate;
    this.around = around;
  }

  static TestAuthority root(String name) {
    return root(name, NOW);
  }

  /** Valid around another time, for peers that look at the real clock. */
  static TestAuthority root(String name, Instant around) {
    return root(name, keys("EC", 256), "SHA256withECDSA", around);
  }

  static TestAuthority root(String name, KeyPair keys, String algorithm, Instant around) {
    var self = new TestAuthority(name, keys, algorithm, new byte[0], around);
    byte[] certificate = self.issue(name).authority(-1).signed(keys);
    return new TestAuthority(name, keys, algorithm, certificate, around);
  }

  /** An authority below this one; negative depth: no limit. */
  TestAuthority below(String name, int depth) {
    return below(name, issue(name).authority(depth));
  }

  TestAuthority below(String name, Template template) {
    var own = keys("EC", 256);
    return new TestAuthority(name, own, "SHA256withECDSA", template.signed(own), around);
  }

  Template issue(String subject) {
    return new Template(subject);
  }

  /** A certificate with one DNS name and a P-256 key. */
  byte[] leaf(String dns) {
    return issue(dns).dns(dns).signed(CA);
  }

  TrustAnchors anchors() {
    return new TrustAnchors(List.of(parsed(certificate)));
  }

  static KeyPair keys(String kind, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(kind);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  static java.security.cert.X509Certificate parsed(byte[] der) {
    try {
      return TrustAnchors.certificate(der);
    } catch (java.security.cert.CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is to be signed; everything can be made wrong. */
  final class Template {
    private record Ext(String oid, boolean critical, org.bouncycastle.asn1.ASN1Encodable value) {}

    private final String subject;
    private final List<GeneralName> names = new ArrayList<>();
    private final List<Ext> extensions = new ArrayList<>();
    private Instant from = around.minus(Duration.ofDays(1));
    private Instant to = around.plus(Duration.ofDays(1));
    private @Nullable String signature;

    private Template(String subject) {
      this.subject = subject;
    }

    Template dns(String value) {
      names.add(new GeneralName(GeneralName.dNSName, value));
      return this;
    }

    Template uri(String value) {
      names.add(new GeneralName(GeneralName.uniformResourceIdentifier, value));
      return this;
    }

    Template email(String value) {
      names.add(new GeneralName(GeneralName.rfc822Name, value));
      return this;
    }

    Template valid(Instant from, Instant to) {
      this.from = from;
      this.to = to;
      return this;
    }

    Template authority(int depth) {
      var constraints = depth < 0 ? new BasicConstraints(true) : new BasicConstraints(depth);
      extensions.add(new Ext(Extension.basicConstraints.getId(), true, constraints));
      return this;
    }

    Template purpose(KeyPurposeId purpose) {
      var usage = new ExtendedKeyUsage(purpose);
      extensions.add(new Ext(Extension.extendedKeyUsage.getId(), false, usage));
      return this;
    }

    Template usage(int bits) {
      var usage = new org.bouncycastle.asn1.x509.KeyUsage(bits);
      extensions.add(new Ext(Extension.keyUsage.getId(), true, usage));
      return this;
    }

    Template unknownCritical() {
      extensions.add(new Ext("1.2.3.4.5", true, new DEROctetString(new byte[1])));
      return this;
    }

    /** Either may be null. */
    Template constrained(@Nullable GeneralName permitted, @Nullable GeneralName excluded) {
      var constraints = new NameConstraints(trees(permitted), trees(excluded));
      extensions.add(new Ext(Extension.nameConstraints.getId(), true, constraints));
      return this;
    }

    Template signature(String algorithm) {
      signature = algorithm;
      return this;
    }

    byte[] signed(KeyPair subjectKeys) {
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + name),
                new BigInteger(64, new SecureRandom()),
                Date.from(from),
                Date.from(to),
                new X500Name("CN=" + subject),
                subjectKeys.getPublic());
        for (var extension : extensions) {
          var oid = new ASN1ObjectIdentifier(extension.oid);
          builder.addExtension(oid, extension.critical, extension.value);
        }
        if (!names.isEmpty()) {
          var all = new GeneralNames(names.toArray(GeneralName[]::new));
          builder.addExtension(Extension.subjectAlternativeName, false, all);
        }
        var signer = new JcaContentSignerBuilder(signature == null ? algorithm : signature);
        if (algorithm.contains("MGF1")) { // the JDK knows PSS by another name
          signer.setProvider(new BouncyCastleProvider());
        }
        return builder.build(signer.build(keys.getPrivate())).getEncoded();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static GeneralSubtree @Nullable [] trees(@Nullable GeneralName name) {
      return name == null ? null : new GeneralSubtree[] {new GeneralSubtree(name)};
    }
  }
}
