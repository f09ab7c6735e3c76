package weft.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.Issuer;
import weft.control.ca.SigningKey;
import weft.control.ca.TrustRoots;
import weft.control.mesh.MeshSettings;

/** Certificates and keys that a mesh file names: there, valid, fitting, private. */
public final class TrustCheck {
  private static final Duration SOON = Duration.ofDays(30);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final MeshSettings settings;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private TrustCheck(MeshSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** Reads the files; {@code now} is what validity is compared with. */
  public static List<Finding> of(MeshSettings settings, Instant now) {
    var check = new TrustCheck(settings, now);
    check.anchorsAndIssuer();
    check.privacy(settings.issuer().key());
    check.joinKey();
    return check.findings;
  }

  private void anchorsAndIssuer() {
    try {
      var roots = roots();
      for (var anchor : roots.anchors()) {
        validity("trust anchor", anchor);
      }
      var files = settings.issuer();
      var issuer = Issuer.read(files.certificate(), files.key(), roots, now);
      validity("issuer", issuer.certificate());
    } catch (IOException e) {
      findings.add(
          Finding.bad(
              "trust material",
              "cannot read " + e.getMessage(),
              "make it with `weft ca init DIR`, or correct the path in the mesh file"));
    } catch (BadKeyMaterial e) {
      findings.add(
          Finding.bad(
              "trust material",
              reasons(e),
              "name files that belong together; `weft ca init DIR` makes such"));
    }
  }

  private static String reasons(Throwable error) {
    var cause = error.getCause();
    var text = String.valueOf(error.getMessage());
    return cause == null ? text : text + ": " + cause.getMessage();
  }

  private TrustRoots roots() throws IOException, BadKeyMaterial {
    var anchors = settings.trustAnchors();
    return TrustRoots.parse(anchors.read(), anchors.place("spec.trustAnchors"));
  }

  private void validity(String what, X509Certificate certificate) {
    var start = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    if (now.isBefore(start)) {
      findings.add(
          Finding.bad(
              what,
              "is valid from " + start + ", and this machine's clock says " + now,
              "set the clock, for example by NTP"));
    } else if (now.isAfter(end)) {
      findings.add(Finding.bad(what, "ended on " + end, "make new ones with `weft ca init DIR`"));
    } else if (now.plus(SOON).isAfter(end)) {
      findings.add(
          Finding.doubtful(
              what,
              "ends on " + end + ", in less than " + SOON.toDays() + " days",
              "make new ones with `weft ca init DIR` before that"));
    } else {
      findings.add(Finding.good(what, "valid until " + end));
    }
  }

  private void privacy(Path key) {
    try {
      var permissions = Files.getPosixFilePermissions(key);
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        findings.add(
            Finding.doubtful(
                "key file", key + " can be read by others", "chmod 600 '" + key + "'"));
      } else {
        findings.add(Finding.good("key file", key + " can be read by its owner only"));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // That it cannot be read is said with the trust material.
    }
  }

  private void joinKey() {
    var join = settings.join();
    if (join == null) {
      findings.add(
          Finding.doubtful(
              "join key",
              "none: no workload can join",
              "set spec.join.key in the mesh file; `weft ca init DIR` makes one"));
      return;
    }
    try {
      var _ = SigningKey.read(join.key());
      findings.add(Finding.good("join key", join.key() + " is there"));
      privacy(join.key());
    } catch (IOException | BadKeyMaterial e) {
      findings.add(
          Finding.bad(
              "join key",
              "cannot use " + join.key() + ": " + e.getMessage(),
              "make one with `weft ca init DIR`, or correct spec.join.key"));
    }
  }
}
