package weft.blackbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that expires while nobody is there to renew it. */
class ExpiryTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void whoseCertificateExpiredIsCertifiedAgainByItsToken(@TempDir Path directory) {
    try (var mesh = plan().start(directory)) {
      var proxy = mesh.proxyCommand("web").env("LINKERD2_PROXY_IDENTITY_MIN_REFRESH", "1s");
      var web = mesh.start("web", proxy).awaitReady();
      mesh.control().signal("TERM");
      mesh.control().awaitExit(LIMIT);
      web.awaitCounters("without a good certificate", counters -> !isCertified(counters));
      mesh.startControl();
      web.awaitCounters("certified again", ExpiryTest::isCertified);
    }
  }

  private static boolean isCertified(Counters counters) {
    double expiry = counters.sum("control_identity_cert_expiration_timestamp_seconds");
    return expiry > Instant.now().getEpochSecond();
  }

  /** It is good for some seconds longer, as clocks differ. */
  private static Plan plan() {
    return Mesh.plan()
        .setting("issuer", "{ certificate: ca/issuer.pem, key: ca/issuer-key.pem, lifetime: 1s }")
        .workload("web");
  }
}
