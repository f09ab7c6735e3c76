package weft.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.DnsName;
import weft.proxy.config.Id;
import weft.proxy.stack.Timers;
import weft.proxy.transport.TlsContexts;
import weft.testkit.Covers;

class CertificationTest {
  private static final String NAME = "foo.ns1.serviceaccount.identity.linkerd.cluster.local";
  private static final TestAuthority CA = TestAuthority.root("ca");

  private final List<Call> calls = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Instant now = TestAuthority.NOW;
  private @Nullable Duration wait;
  private Runnable alarm = () -> {};
  private byte[] token = {1};
  private final PeerVerifier verifier = new PeerVerifier(CA.anchors(), () -> now);
  private SigningRequest request;
  private TlsContexts contexts;
  private Certification certification;

  private static final class Call {
    final String identity;
    final byte[] token;
    final byte[] csr;
    final Certifier.Answer answer;

    Call(String identity, byte[] token, byte[] csr, Certifier.Answer answer) {
      this.identity = identity;
      this.token = token;
      this.csr = csr;
      this.answer = answer;
    }
  }

  @BeforeEach
  void build() throws Exception {
    request = SigningRequest.generate(new DnsName(NAME), new SecureRandom());
    contexts = new TlsContexts(verifier, "any", Duration.ofSeconds(10), Runnable::run);
    certification = with((expiry, at) -> fileToken());
  }

  @AfterEach
  void release() {
    contexts.release();
    request.key().destroy();
  }

  @Test
  @Covers("identity-tls#8")
  void theCallCarriesNameTokenAndRequest() {
    certification.start();
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().identity).isEqualTo(NAME);
    assertThat(calls.getFirst().token).containsExactly(1);
    assertThat(calls.getFirst().csr).isEqualTo(request.csr());
  }

  @Test
  @Covers("identity-tls#16")
  void successReleasesReadinessOnceAndRefreshesInTime() {
    certification.start();
    assertThat(events).isEmpty();
    answer(CA.issue("x").dns(NAME), now.plusSeconds(60));
    assertThat(events).containsExactly("refreshed until 60", "ready");
    assertThat(wait).isEqualTo(Duration.ofSeconds(42));
    ring();
    answer(CA.issue("x").dns(NAME), now.plusSeconds(60));
    assertThat(events).endsWith("ready", "refreshed until 60").hasSize(3);
  }

  @Test
  @Covers("identity-tls#12")
  void aFailedCallIsRepeatedAfterTheShortestWaitAndNotCounted() {
    certification.start();
    calls.getLast().answer.failed(new IOException("UNAVAILABLE"));
    assertThat(wait).isEqualTo(Duration.ofSeconds(10));
    assertThat(events).isEmpty();
    ring();
    assertThat(calls).hasSize(2);
  }

  @Test
  @Covers("identity-tls#13")
  void anAnswerWithoutFutureExpiryIsNotUsed() {
    certification.start();
    answer(CA.issue("x").dns(NAME), null);
    ring();
    answer(CA.issue("x").dns(NAME), now);
    assertThat(events).isEmpty();
    assertThat(wait).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @Covers("identity-tls#14")
  void aCertificateThatCannotBeUsedIsCounted() {
    certification.start();
    answer(TestAuthority.root("other").issue("x").dns(NAME), now.plusSeconds(60));
    ring();
    answer(CA.issue("x").dns("other"), now.plusSeconds(60));
    ring();
    calls.getLast().answer.certified(CA.leaf(NAME), List.of(), now.plusSeconds(60));
    assertThat(events).containsExactly("refused", "refused", "refused");
  }

  @Test
  @Covers("identity-tls#15")
  void theTokenIsReadAnewAndAnEmptyOneMakesNoCall() {
    certification.start();
    calls.getLast().answer.failed(new IOException("first"));
    token = new byte[] {2};
    ring();
    assertThat(calls.getLast().token).containsExactly(2);
    calls.getLast().answer.failed(new IOException("second"));
    token = new byte[0];
    ring();
    assertThat(calls).hasSize(2);
    assertThat(wait).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @Covers("identity-tls#17")
  void aFailedRenewalWaitsForSeventyPercentOfWhatIsLeft() {
    certification.start();
    answer(CA.issue("x").dns(NAME), now.plus(Duration.ofHours(24)));
    assertThat(wait).isEqualTo(Duration.ofMinutes(16 * 60 + 48));
    ring();
    calls.getLast().answer.failed(new IOException("away"));
    assertThat(wait).isEqualTo(Duration.ofSeconds(18_144));
  }

  @Test
  void aJoinTokenStaysAtHomeWhileTheCertificateIsGood() {
    certification = with(TokenSource.join("join".getBytes(StandardCharsets.US_ASCII)));
    certification.start();
    assertThat(calls.getLast().token).hasSize(4);
    answer(CA.issue("x").dns(NAME), now.plusSeconds(60));
    ring();
    assertThat(calls.getLast().token).isEmpty();
    now = now.plusSeconds(60);
    calls.getLast().answer.failed(new IOException("away"));
    ring();
    assertThat(calls.getLast().token).hasSize(4);
  }

  @Test
  void aClockThatWasSetBackLeavesNoCertificateThatPeersTake() {
    certification = with(TokenSource.join("join".getBytes(StandardCharsets.US_ASCII)));
    certification.start();
    answer(CA.issue("x").dns(NAME), now.plus(Duration.ofHours(24)));
    now = now.minus(Duration.ofHours(1));
    alarm.run();
    assertThat(calls.getLast().token).hasSize(4);
    calls.getLast().answer.failed(new IOException("away"));
    assertThat(wait).as("not 70 %% of a certificate without use").isEqualTo(Duration.ofSeconds(10));
    ring();
    answer(CA.issue("x").dns(NAME), now.plus(Duration.ofHours(24)));
    assertThat(events).endsWith("ready", "refreshed until 86400").hasSize(3);
    ring();
    assertThat(calls.getLast().token).as("the certificate in use is good again").isEmpty();
  }

  @Test
  void aClockThatWasSetForwardPastTheExpiryMakesTheTokenKnownAgain() {
    certification = with(TokenSource.join("join".getBytes(StandardCharsets.US_ASCII)));
    certification.start();
    answer(CA.issue("x").dns(NAME), now.plus(Duration.ofMinutes(30)));
    now = now.plus(Duration.ofHours(1));
    alarm.run();
    assertThat(calls.getLast().token).hasSize(4);
  }

  @Test
  void onlyTheFirstAnswerCountsAndNoneAfterAStop() {
    certification.start();
    var answer = calls.getLast().answer;
    answer.failed(new IOException("once"));
    wait = null;
    answer.failed(new IOException("twice"));
    assertThat(wait).isNull();
    alarm.run();
    certification.stop();
    answer(CA.issue("x").dns(NAME), now.plusSeconds(60));
    assertThat(events).isEmpty();
  }

  private Certification with(TokenSource tokens) {
    var id = Objects.requireNonNull(Id.parse(NAME));
    return new Certification(
        new Certification.Parts(
            new DnsName(NAME),
            request,
            tokens,
            (identity, sent, csr, answer) -> calls.add(new Call(identity, sent, csr, answer)),
            new Credentials(id, verifier, contexts),
            new RefreshTimes(Duration.ofSeconds(10), Duration.ofHours(24)),
            new Recorded(),
            () -> now,
            new OneAlarm(),
            Runnable::run,
            () -> events.add("ready")));
  }

  private byte[] fileToken() throws IOException {
    if (token.length == 0) {
      throw new IOException("token: empty");
    }
    return token;
  }

  private void answer(TestAuthority.Template template, @Nullable Instant until) {
    try {
      var asked = new JcaPKCS10CertificationRequest(calls.getLast().csr);
      byte[] leaf = template.signed(new KeyPair(asked.getPublicKey(), null));
      calls.getLast().answer.certified(leaf, List.of(), until);
    } catch (java.security.GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Time passes until the next attempt. */
  private void ring() {
    now = now.plus(Objects.requireNonNull(wait));
    wait = null;
    alarm.run();
  }

  private final class Recorded implements IdentityEvents {
    @Override
    public void refreshed(Instant at, Instant expiry) {
      events.add("refreshed until " + Duration.between(at, expiry).toSeconds());
    }

    @Override
    public void refused() {
      events.add("refused");
    }
  }

  private final class OneAlarm implements Timers {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
      wait = delay;
      alarm = action;
      return () -> alarm = () -> {};
    }
  }
}
