package weft.control.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.control.ca.BadKeyMaterial;
import weft.control.ca.Issuer;
import weft.control.ca.TrustRoots;

/**
 * The issuer as it stands on disk, read again whenever its files change. Files that are no good
 * leave the last good issuer in use. Any thread; reads files on the caller's. Source:
 * control-plane.md 7.4.
 */
public final class IssuerFiles {
  private static final Logger log = LoggerFactory.getLogger(IssuerFiles.class);

  /** What tells two states of a file apart without reading it. */
  private record Stamp(FileTime modified, long size, @Nullable Object fileKey) {}

  /** The files as they were at the last attempt to read them. */
  private record Stamps(Stamp certificate, Stamp key) {}

  private final Path certificate;
  private final Path key;
  private final TrustRoots roots;
  private final InstantSource clock;
  private @Nullable Issuer current;
  private @Nullable Stamps tried;

  /**
   * Reads nothing yet.
   *
   * @param certificate PEM: the issuer, then its parents if there are any
   * @param key PEM, PKCS#8 or SEC 1
   */
  public IssuerFiles(Path certificate, Path key, TrustRoots roots, InstantSource clock) {
    this.certificate = certificate;
    this.key = key;
    this.roots = roots;
    this.clock = clock;
  }

  public TrustRoots roots() {
    return roots;
  }

  /** The issuer to sign with now; null while there has never been a good one. */
  public synchronized @Nullable Issuer current() {
    try {
      if (current == null || !stamps().equals(tried)) {
        read();
      }
    } catch (IOException | BadKeyMaterial e) {
      log.warn(
          "issuer not read, {}: {}",
          current == null ? "there is none" : "the old one stays",
          e.toString());
    }
    return current;
  }

  /**
   * Reads the files, whether or not they have changed.
   *
   * @throws BadKeyMaterial if they hold no issuer to sign with now
   */
  public synchronized void read() throws IOException, BadKeyMaterial {
    tried = stamps();
    var read = Issuer.read(certificate, key, roots, clock.instant());
    log.info("issuer read from {}, good until {}", certificate, read.notAfter());
    current = read;
  }

  private Stamps stamps() throws IOException {
    return new Stamps(stamp(certificate), stamp(key));
  }

  private static Stamp stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }
}
