package weft.proxy.identity;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that every chain must lead to. Fixed for the life of a process.
 *
 * <p>Of an anchor only name, key and name constraints count, not its validity, as in the reference.
 * Source: identity-tls.md 4.1.
 */
public record TrustAnchors(List<X509Certificate> certificates) {
  private static final Logger LOG = LoggerFactory.getLogger(TrustAnchors.class);
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  public TrustAnchors {
    certificates = List.copyOf(certificates);
  }

  /**
   * Takes every usable certificate of a PEM text; skips the others with a warning.
   *
   * @throws CertificateException where the text has no certificate, or none that is usable
   */
  public static TrustAnchors parse(String pem) throws CertificateException {
    List<byte[]> blocks = blocks(pem);
    if (blocks.isEmpty()) {
      throw failed("no trust roots in PEM file");
    }
    var anchors = new ArrayList<X509Certificate>(blocks.size());
    for (byte[] der : blocks) {
      try {
        anchors.add(certificate(der));
      } catch (CertificateException e) {
        LOG.debug("not usable as trust anchor", e);
      }
    }
    if (anchors.size() < blocks.size()) {
      LOG.warn("skipped {} trust anchors that cannot be used", blocks.size() - anchors.size());
    }
    if (anchors.isEmpty()) {
      throw failed("no trust roots loaded");
    }
    return new TrustAnchors(anchors);
  }

  /** Parses one certificate. */
  static X509Certificate certificate(byte[] der) throws CertificateException {
    var in = new ByteArrayInputStream(der);
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  private static List<byte[]> blocks(String pem) throws CertificateException {
    var blocks = new ArrayList<byte[]>();
    int start = pem.indexOf(BEGIN);
    while (start >= 0) {
      int end = pem.indexOf(END, start);
      if (end < 0) {
        throw failed("a certificate of the PEM file has no end");
      }
      try {
        String base64 = pem.substring(start + BEGIN.length(), end);
        blocks.add(Base64.getMimeDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        throw failed("a certificate of the PEM file is not base64: " + e.getMessage());
      }
      start = pem.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static CertificateException failed(String why) {
    LOG.warn("trust anchors: {}", why);
    return new CertificateException(why);
  }
}
