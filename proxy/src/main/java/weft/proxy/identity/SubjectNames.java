package weft.proxy.identity;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.Id;

/**
 * The names of a certificate, read from its extension byte by byte: the JDK drops all of them when
 * one is not to its taste. Source: identity-tls.md 4.2, 4.3; RFC 5280, 4.2.1.6.
 */
final class SubjectNames {
  static final int DNS = Der.CONTEXT | 2;
  static final int URI = Der.CONTEXT | 6;

  private static final Logger LOG = LoggerFactory.getLogger(SubjectNames.class);
  private static final String EXTENSION = "2.5.29.17";

  private SubjectNames() {}

  /** DNS and URI names that are identities, in the certificate's order. */
  static List<Id> ids(X509Certificate certificate) throws CertificateException {
    var ids = new ArrayList<Id>();
    var names = extension(certificate, EXTENSION);
    while (names != null && names.hasMore()) {
      int tag = names.tag();
      String text = names.next().text();
      if (tag == DNS || tag == URI) {
        add(text, ids);
      }
    }
    return ids;
  }

  private static void add(String text, List<Id> ids) {
    Id id = Id.parse(text);
    if (id == null) {
      LOG.warn("a name of a peer's certificate is no identity: {}", text);
    } else {
      ids.add(id);
    }
  }

  /** The content of the sequence in an extension, or null without that extension. */
  static @Nullable DerReader extension(X509Certificate certificate, String oid)
      throws CertificateException {
    byte[] value = certificate.getExtensionValue(oid);
    if (value == null) {
      return null;
    }
    return new DerReader(value).next(Der.OCTET_STRING).next(Der.SEQUENCE);
  }
}
