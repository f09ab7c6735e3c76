package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import weft.control.ca.TrustMaterial;

/** What {@code weft ca init ca} makes, with its defaults. */
final class Trust {
  private static final String DOMAIN = "cluster.local";
  private static final String CONTROL_NAMESPACE = "linkerd";

  private Trust() {}

  /** Writes it to {@code ca} below the directory. */
  static void make(Path directory) throws IOException {
    TrustMaterial.generate(CONTROL_NAMESPACE, DOMAIN, Instant.now(), new SecureRandom())
        .writeTo(directory.resolve("ca"));
  }
}
