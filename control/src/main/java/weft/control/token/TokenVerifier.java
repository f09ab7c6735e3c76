package weft.control.token;

import java.security.interfaces.ECPublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.control.json.Json;
import weft.control.json.JsonException;

/** Judges join tokens. Any thread; the predicate is asked anew each time. */
public final class TokenVerifier {
  /** Real tokens have about 400 characters. */
  private static final int LONGEST = 8 * 1024;

  private final ECPublicKey joinKey;
  private final Predicate<String> revoked;
  private final InstantSource clock;

  /**
   * Judges by this key, list and clock.
   *
   * @param revoked whether a token's id is revoked
   */
  public TokenVerifier(ECPublicKey joinKey, Predicate<String> revoked, InstantSource clock) {
    this.joinKey = joinKey;
    this.revoked = revoked;
    this.clock = clock;
  }

  /** Whether the token with that id is no longer accepted, nor what came about by it. */
  public boolean isRevoked(String tokenId) {
    return revoked.test(tokenId);
  }

  /** Judges a token by itself; white space around it is ignored, as files end with a line feed. */
  public Verdict verify(String token) {
    if (token.length() > LONGEST) {
      return new Verdict.Malformed("longer than " + LONGEST + " characters");
    }
    Jws jws;
    try {
      jws = Jws.parse(token.strip());
    } catch (JsonException e) {
      return new Verdict.Malformed(String.valueOf(e.getMessage()));
    }
    return jws.isSignedBy(joinKey) ? judge(jws.payload()) : new Verdict.BadSignature();
  }

  /** Judges a token that is used to speak for an identity. */
  public Verdict verify(String token, String identity, IdentityDomain domain) {
    var verdict = verify(token);
    if (verdict instanceof Verdict.Accepted(var accepted)) {
      var proven = domain.nameOf(accepted.workload());
      return proven.equals(identity) ? verdict : new Verdict.OtherWorkload(identity, proven);
    }
    return verdict;
  }

  private Verdict judge(String payload) {
    JoinToken token;
    try {
      token = claims(Json.parseObject(payload));
    } catch (JsonException | IllegalArgumentException | DateTimeException e) {
      return new Verdict.Unusable(String.valueOf(e.getMessage()));
    }
    if (!token.audience().equals(JoinToken.AUDIENCE)) {
      return new Verdict.OtherAudience(token.audience());
    }
    if (!clock.instant().isBefore(token.expiresAt())) {
      return new Verdict.Expired(token.expiresAt());
    }
    return revoked.test(token.id()) ? new Verdict.Revoked(token.id()) : new Verdict.Accepted(token);
  }

  private static JoinToken claims(Json.Members claims) throws JsonException {
    @Nullable String group = claims.optionalText("group");
    return new JoinToken(
        Workload.parse(claims.text("sub")),
        group,
        claims.text("aud"),
        Instant.ofEpochSecond(claims.whole("iat")),
        Instant.ofEpochSecond(claims.whole("exp")),
        claims.text("jti"));
  }
}
