package weft.control.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import weft.control.ca.SigningKey;
import weft.control.json.Json;

/** Makes join tokens: ES256 JWTs (RFC 7519) signed by the mesh's join key. Any thread. */
public final class TokenSigner {
  private static final int ID_BYTES = 16;

  private final SigningKey key;
  private final InstantSource clock;
  private final SecureRandom random;

  public TokenSigner(SigningKey key, InstantSource clock, SecureRandom random) {
    this.key = key;
    this.clock = clock;
    this.random = random;
  }

  /** What a new token would claim; {@link #sign} makes it one. */
  public JoinToken draft(Workload workload, @Nullable String group, Duration lifetime) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new JoinToken(workload, group, JoinToken.AUDIENCE, now, now.plus(lifetime), newId());
  }

  /** The compact text, without a line feed. */
  public String sign(JoinToken token) {
    var claims = new LinkedHashMap<String, Json>();
    claims.put("sub", Json.of(token.workload().toString()));
    if (token.group() != null) {
      claims.put("group", Json.of(token.group()));
    }
    claims.put("aud", Json.of(token.audience()));
    claims.put("iat", Json.of(token.issuedAt().getEpochSecond()));
    claims.put("exp", Json.of(token.expiresAt().getEpochSecond()));
    claims.put("jti", Json.of(token.id()));
    return Jws.sign(new Json.Members(claims).toString(), key, random);
  }

  private String newId() {
    var id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
