package weft.control.ca;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A P-256 key pair that signs certificates or tokens.
 *
 * <p>Read from PEM (PKCS#8 or SEC 1); the public half is computed, as files need not hold it. Never
 * prints its private half.
 */
public record SigningKey(ECPrivateKey secret, ECPublicKey open) {
  private static final String CURVE = "secp256r1";

  public static SigningKey generate(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      var pair = generator.generateKeyPair();
      return new SigningKey((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  /**
   * Reads a private key; PKCS#8 or SEC 1 in PEM.
   *
   * @throws BadKeyMaterial if the file holds no P-256 private key
   * @throws IOException if it cannot be read
   */
  public static SigningKey read(Path file) throws IOException, BadKeyMaterial {
    return parse(Files.readString(file), file.toString());
  }

  /** {@code what} names the text in errors. */
  public static SigningKey parse(String pem, String what) throws BadKeyMaterial {
    if (Pem.privateKey(pem, what) instanceof ECPrivateKey key && isP256(key)) {
      return new SigningKey(key, publicHalf(key));
    }
    throw new BadKeyMaterial(what + " holds a key that is not ECDSA P-256");
  }

  /** PKCS#8 in PEM. */
  public String pem() {
    return Pem.print((PrivateKey) secret);
  }

  @Override
  public String toString() {
    return "SigningKey[P-256]";
  }

  private static boolean isP256(ECPrivateKey key) {
    var order = ECNamedCurveTable.getParameterSpec(CURVE).getN();
    return key.getParams().getOrder().equals(order);
  }

  private static ECPublicKey publicHalf(ECPrivateKey key) throws BadKeyMaterial {
    var base = ECNamedCurveTable.getParameterSpec(CURVE).getG();
    var point = new FixedPointCombMultiplier().multiply(base, key.getS()).normalize();
    var x = point.getAffineXCoord().toBigInteger();
    var y = point.getAffineYCoord().toBigInteger();
    try {
      var spec = new ECPublicKeySpec(new ECPoint(x, y), key.getParams());
      return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new BadKeyMaterial("private key without a public half", e);
    }
  }
}
