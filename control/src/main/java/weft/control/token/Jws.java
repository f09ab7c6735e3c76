package weft.control.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import weft.control.ca.SigningKey;
import weft.control.json.Json;
import weft.control.json.JsonException;

/**
 * The compact form of a signed text (RFC 7515, 7.1) with ES256 (RFC 7518, 3.4) as the only
 * algorithm.
 */
final class Jws {
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"JWT\"}";

  /** R and S side by side, as RFC 7518 wants it; plain ECDSA would give DER. */
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final String signedPart;
  private final String payload;
  private final byte[] signature;

  private Jws(String signedPart, String payload, byte[] signature) {
    this.signedPart = signedPart;
    this.payload = payload;
    this.signature = signature;
  }

  static String sign(String payload, SigningKey key, SecureRandom random) {
    var signed = encode(HEADER) + "." + encode(payload);
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key.secret(), random);
      signature.update(ascii(signed));
      return signed + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  /**
   * Takes a token apart without believing it.
   *
   * @throws JsonException if it has not three parts in base64url, or another algorithm
   */
  static Jws parse(String token) throws JsonException {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw new JsonException("a JWT has three parts");
    }
    requireAlgorithm(text(token.substring(0, first)));
    var payload = text(token.substring(first + 1, second));
    return new Jws(token.substring(0, second), payload, bytes(token.substring(second + 1)));
  }

  /** What was signed; not to be believed before {@link #isSignedBy}. */
  String payload() {
    return payload;
  }

  boolean isSignedBy(ECPublicKey key) {
    try {
      var verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(ascii(signedPart));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // A signature of the wrong length is reported like this.
      return false;
    }
  }

  private static void requireAlgorithm(String header) throws JsonException {
    var fields = Json.parseObject(header);
    @Nullable String algorithm = fields.optionalText("alg");
    if (!"ES256".equals(algorithm)) {
      throw new JsonException("algorithm must be ES256, got " + algorithm);
    }
    if (fields.values().containsKey("crit")) {
      throw new JsonException("critical header extensions are not known");
    }
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String part) throws JsonException {
    return new String(bytes(part), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String part) throws JsonException {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new JsonException("not base64url: " + e.getMessage());
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
