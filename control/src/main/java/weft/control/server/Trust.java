package weft.control.server;

import static weft.control.server.UnusableSection.reading;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.CertificateAuthority;
import weft.control.ca.SigningKey;
import weft.control.ca.TrustRoots;
import weft.control.identity.Certifier;
import weft.control.identity.IssuerFiles;
import weft.control.mesh.MeshSettings;
import weft.control.token.IdentityDomain;
import weft.control.token.TokenVerifier;

/** The key material of one version of the mesh file, and what signs with it. */
record Trust(
    MeshSettings settings,
    IssuerFiles issuers,
    CertificateAuthority authority,
    Certifier certifier) {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(20);

  /** What loading needs beside the settings. */
  record Sources(InstantSource clock, SecureRandom random) {}

  /**
   * Reads the files that the settings name.
   *
   * @param before what is in force: its issuer stays while its files' names do, so that bad files
   *     leave the last good issuer in use
   */
  static Trust load(MeshSettings settings, Sources sources, @Nullable Trust before)
      throws UnusableSection {
    var roots = reading("trustAnchors", () -> roots(settings.trustAnchors()));
    var issuers = reading("issuer", () -> issuers(settings.issuer(), roots, sources, before));
    var tokens = reading("join", () -> tokens(settings, sources));
    var authority =
        new CertificateAuthority(settings.issuer().lifetime(), CLOCK_SKEW, sources.random());
    var domain = new IdentityDomain(settings.controlPlaneNamespace(), settings.trustDomain());
    var certifier = new Certifier(issuers, authority, tokens, domain, sources.clock());
    return new Trust(settings, issuers, authority, certifier);
  }

  TrustRoots roots() {
    return issuers.roots();
  }

  private static IssuerFiles issuers(
      MeshSettings.Issuer files, TrustRoots roots, Sources sources, @Nullable Trust before)
      throws IOException, BadKeyMaterial {
    if (before != null && before.signsAs(roots, files)) {
      return before.issuers();
    }
    var issuers = new IssuerFiles(files.certificate(), files.key(), roots, sources.clock());
    issuers.read();
    return issuers;
  }

  private boolean signsAs(TrustRoots roots, MeshSettings.Issuer issuer) {
    return roots().equals(roots)
        && settings.issuer().certificate().equals(issuer.certificate())
        && settings.issuer().key().equals(issuer.key());
  }

  private static TrustRoots roots(MeshSettings.Pem anchors) throws IOException, BadKeyMaterial {
    return TrustRoots.parse(anchors.read(), anchors.place("spec.trustAnchors"));
  }

  private static TokenVerifier tokens(MeshSettings settings, Sources sources)
      throws IOException, BadKeyMaterial {
    var join = settings.join();
    return join == null
        // No token is accepted: nobody holds this key.
        ? new TokenVerifier(
            SigningKey.generate(sources.random()).open(), _ -> true, sources.clock())
        : new TokenVerifier(
            SigningKey.read(join.key()).open(), join.revoked()::contains, sources.clock());
  }
}
