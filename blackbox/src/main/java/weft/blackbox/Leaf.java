package weft.blackbox;

import java.nio.file.Path;
import java.time.Duration;
import weft.testkit.process.Program;

/**
 * A workload's certificate, made by hand with the issuer of a directory of {@code weft ca init}.
 */
record Leaf(Path directory, Path issuer, String identity) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Makes the key and the certificate; less than no days: it has expired. */
  Leaf signedForDays(int days) {
    var request = directory.resolve("leaf.csr");
    Program.OPENSSL
        .with("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        .and("-keyout", key(), "-out", request, "-subj", "/CN=" + identity)
        .and("-addext", "subjectAltName=DNS:" + identity)
        .and("-addext", "extendedKeyUsage=serverAuth,clientAuth")
        .run(LIMIT)
        .successfully();
    Program.OPENSSL
        .with("x509", "-req", "-in", request, "-out", certificate(), "-days", days)
        .and("-CA", authority(), "-CAkey", issuer.resolve("issuer-key.pem"))
        .and("-set_serial", 1, "-copy_extensions", "copy")
        .run(LIMIT)
        .successfully();
    return this;
  }

  /** The certificate of who has signed it. */
  Path authority() {
    return issuer.resolve("issuer.pem");
  }

  Path key() {
    return directory.resolve("leaf.key");
  }

  Path certificate() {
    return directory.resolve("leaf.pem");
  }
}
