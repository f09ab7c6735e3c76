package weft.control.ca;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * All that a mesh's trust rests on, as {@code weft ca init} makes it: an anchor, an issuer signed
 * by the anchor, and the key of join tokens. The anchor's key signs the next issuer and is best
 * kept elsewhere.
 *
 * <p>Source of names and path lengths: control-plane.md 7.4 and the convention of Linkerd's tools.
 */
public record TrustMaterial(
    X509Certificate anchor,
    SigningKey anchorKey,
    X509Certificate issuer,
    SigningKey issuerKey,
    SigningKey joinKey) {

  public static final String ANCHORS = "anchors.pem";
  public static final String ANCHOR_KEY = "anchor-key.pem";
  public static final String ISSUER = "issuer.pem";
  public static final String ISSUER_KEY = "issuer-key.pem";
  public static final String JOIN_KEY = "join-key.pem";

  private static final Duration ANCHOR_LIFETIME = Duration.ofDays(3650);
  private static final Duration ISSUER_LIFETIME = Duration.ofDays(365);

  /** Tolerates clocks of the mesh's machines that are behind the one that made the material. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /**
   * Makes new keys and certificates; nothing is written.
   *
   * @param controlPlaneNamespace {@code linkerd} by default
   * @param trustDomain {@code cluster.local} by default
   */
  public static TrustMaterial generate(
      String controlPlaneNamespace, String trustDomain, Instant now, SecureRandom random) {
    var suffix = controlPlaneNamespace + "." + trustDomain;
    var anchorKey = SigningKey.generate(random);
    var root = authority(commonName("root." + suffix), anchorKey, 1, now, ANCHOR_LIFETIME, random);
    var anchor = root.signByItself(anchorKey, random);
    var issuerKey = SigningKey.generate(random);
    var name = commonName("identity." + suffix);
    var issuer =
        authority(name, issuerKey, 0, now, ISSUER_LIFETIME, random).sign(anchor, anchorKey, random);
    return new TrustMaterial(anchor, anchorKey, issuer, issuerKey, SigningKey.generate(random));
  }

  /** The same anchor and join key with a fresh issuer of the same name. */
  public TrustMaterial withNewIssuer(Duration lifetime, Instant now, SecureRandom random) {
    var name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    var key = SigningKey.generate(random);
    var next = authority(name, key, 0, now, lifetime, random).sign(anchor, anchorKey, random);
    return new TrustMaterial(anchor, anchorKey, next, key, joinKey);
  }

  /**
   * Writes the five files into a directory, which is made if absent; keys get mode 0600.
   *
   * @throws FileAlreadyExistsException if any of them exists; then none is written
   */
  public void writeTo(Path directory) throws IOException {
    for (var name : new String[] {ANCHORS, ANCHOR_KEY, ISSUER, ISSUER_KEY, JOIN_KEY}) {
      requireAbsent(directory.resolve(name));
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    OwnerOnlyFile.create(directory.resolve(ANCHOR_KEY), anchorKey.pem());
    OwnerOnlyFile.create(directory.resolve(ISSUER_KEY), issuerKey.pem());
    OwnerOnlyFile.create(directory.resolve(JOIN_KEY), joinKey.pem());
    Files.writeString(directory.resolve(ANCHORS), anchorPem(), StandardOpenOption.CREATE_NEW);
    Files.writeString(directory.resolve(ISSUER), issuerPem(), StandardOpenOption.CREATE_NEW);
  }

  public String anchorPem() {
    return Pem.print(anchor);
  }

  public String issuerPem() {
    return Pem.print(issuer);
  }

  private static CertificateDraft authority(
      X500Name name,
      SigningKey key,
      int authoritiesBelow,
      Instant now,
      Duration lifetime,
      SecureRandom random) {
    var draft =
        new CertificateDraft(
            name,
            key.open(),
            now.minus(CLOCK_SKEW),
            now.plus(lifetime),
            CertificateDraft.randomSerial(random));
    draft.extend(Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
    draft.extend(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return draft;
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
  }

  private static void requireAbsent(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }
}
