package weft.control.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.control.ca.SigningKey;

final class TokenTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Workload API = new Workload("default", "api");
  private static final IdentityDomain DOMAIN = new IdentityDomain("linkerd", "cluster.local");

  private final SigningKey key = SigningKey.generate(RANDOM);
  private final Set<String> revoked = new HashSet<>();
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final TokenSigner signer = new TokenSigner(key, clock, RANDOM);
  private final TokenVerifier verifier = new TokenVerifier(key.open(), revoked::contains, clock);
  private final JoinToken token = signer.draft(API, "workers", Duration.ofHours(24));

  @Test
  void aTokenIsAcceptedAsItWasDrafted() {
    var text = signer.sign(token);
    assertThat(verifier.verify(text)).isEqualTo(new Verdict.Accepted(token));
    assertThat(verifier.verify(text + "\n")).isEqualTo(new Verdict.Accepted(token));
  }

  @Test
  void aTokenWithoutAGroupIsAcceptedAsWell() {
    var plain = signer.draft(API, null, Duration.ofHours(24));
    assertThat(verifier.verify(signer.sign(plain))).isEqualTo(new Verdict.Accepted(plain));
  }

  @Test
  void aTokenMayBeUsedAgainUntilItExpires() {
    var text = signer.sign(token);
    now = token.expiresAt().minus(1, ChronoUnit.MILLIS);
    assertThat(verifier.verify(text)).isInstanceOf(Verdict.Accepted.class);
    now = token.expiresAt();
    assertThat(verifier.verify(text)).isEqualTo(new Verdict.Expired(token.expiresAt()));
  }

  @Test
  void aTokenOfAnotherKeyIsRefused() {
    var stranger = new TokenSigner(SigningKey.generate(RANDOM), clock, RANDOM);
    assertThat(verifier.verify(stranger.sign(token))).isEqualTo(new Verdict.BadSignature());
  }

  @Test
  void aTokenThatWasChangedIsRefused() {
    var parts = signer.sign(token).split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    var changed =
        parts[0] + "." + encode(claims.replace("default/api", "default/web")) + "." + parts[2];
    assertThat(verifier.verify(changed)).isEqualTo(new Verdict.BadSignature());
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    var other = new JoinToken(API, null, "kubernetes", START, token.expiresAt(), token.id());
    assertThat(verifier.verify(signer.sign(other)))
        .isEqualTo(new Verdict.OtherAudience("kubernetes"));
  }

  @Test
  void aRevokedTokenIsRefused() {
    revoked.add(token.id());
    assertThat(verifier.verify(signer.sign(token))).isEqualTo(new Verdict.Revoked(token.id()));
  }

  @Test
  void aTokenSpeaksForItsOwnWorkloadOnly() {
    var text = signer.sign(token);
    var own = "api.default.serviceaccount.identity.linkerd.cluster.local";
    var other = "web.default.serviceaccount.identity.linkerd.cluster.local";
    assertThat(verifier.verify(text, own, DOMAIN)).isInstanceOf(Verdict.Accepted.class);
    assertThat(verifier.verify(text, other, DOMAIN))
        .isEqualTo(new Verdict.OtherWorkload(other, own));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.b.c.d", "!.!.!", "e30.e30.e30"})
  void whatIsNoTokenIsMalformed(String text) {
    assertThat(verifier.verify(text)).isInstanceOf(Verdict.Malformed.class);
  }

  @Test
  void aTokenThatIsTooLongIsMalformed() {
    assertThat(verifier.verify("a".repeat(10_000))).isInstanceOf(Verdict.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS256", "RS256", "ES384"})
  void otherAlgorithmsAreRefused(String algorithm) {
    var parts = signer.sign(token).split("\\.", -1);
    var header = encode("{\"alg\":\"" + algorithm + "\"}");
    assertThat(verifier.verify(header + "." + parts[1] + "." + parts[2]))
        .isEqualTo(new Verdict.Malformed("algorithm must be ES256, got " + algorithm));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"sub\":\"default\",\"aud\":\"identity.l5d.io\",\"iat\":1,\"exp\":9999999999,\"jti\":\"x\"}",
        "{\"sub\":\"Default/api\",\"aud\":\"identity.l5d.io\",\"iat\":1,\"exp\":9999999999,\"jti\":\"x\"}",
        "{\"sub\":\"a/b\",\"aud\":\"identity.l5d.io\",\"iat\":1,\"exp\":\"never\",\"jti\":\"x\"}",
        "{\"sub\":\"a/b\",\"aud\":\"identity.l5d.io\",\"iat\":1,\"exp\":9223372036854775807,\"jti\":\"x\"}"
      })
  void genuineClaimsOfAnotherKindAreUnusable(String claims) {
    assertThat(verifier.verify(Jws.sign(claims, key, RANDOM))).isInstanceOf(Verdict.Unusable.class);
  }

  @Test
  void everyTokenHasAnIdOfItsOwn() {
    assertThat(signer.draft(API, null, Duration.ofHours(1)).id())
        .hasSize(32)
        .isNotEqualTo(signer.draft(API, null, Duration.ofHours(1)).id());
  }

  private static String encode(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
