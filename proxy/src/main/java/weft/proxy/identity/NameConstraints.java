package weft.proxy.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/**
 * Which names an authority may certify. Only DNS and URI names can be identities, so that only
 * their constraints count. Source: RFC 5280, 4.2.1.10.
 */
final class NameConstraints {
  private static final String EXTENSION = "2.5.29.30";
  private static final int EXCLUDED = Der.CONTEXT | Der.CONSTRUCTED | 1;

  private NameConstraints() {}

  /** Fails unless the authority may certify each of the names. */
  static void check(X509Certificate authority, List<Id> names) throws CertificateException {
    if (authority.getExtensionValue(EXTENSION) == null) {
      return;
    }
    for (Id name : names) {
      if (!permits(authority, name)) {
        throw new CertificateException(
            "authority " + authority.getSubjectX500Principal() + " must not certify " + name);
      }
    }
  }

  private static boolean permits(X509Certificate authority, Id name) throws CertificateException {
    var constraints = SubjectNames.extension(authority, EXTENSION);
    boolean limited = false;
    boolean permitted = false;
    while (constraints != null && constraints.hasMore()) {
      boolean excludes = constraints.tag() == EXCLUDED;
      var trees = constraints.next();
      while (trees.hasMore()) {
        var base = trees.next(Der.SEQUENCE);
        if (base.tag() == (name instanceof Id.Dns ? SubjectNames.DNS : SubjectNames.URI)) {
          boolean matches = matches(base.next().text(), name, excludes);
          if (excludes && matches) {
            return false;
          }
          limited |= !excludes;
          permitted |= !excludes && matches;
        }
      }
    }
    return permitted || !limited;
  }

  private static boolean matches(String base, Id name, boolean withoutHost) {
    String tree = base.toLowerCase(Locale.ROOT);
    if (name instanceof Id.Dns(var dns)) {
      return isWithin(dns.text(), tree.startsWith(".") ? tree.substring(1) : tree);
    }
    String host = host(name.text());
    if (host == null) { // cannot be compared, so no constraint lets it pass
      return withoutHost;
    }
    return tree.startsWith(".") ? host.endsWith(tree) : host.equals(tree);
  }

  private static boolean isWithin(String name, String tree) {
    return tree.isEmpty() || name.equals(tree) || name.endsWith("." + tree);
  }

  private static @Nullable String host(String uri) {
    try {
      return new URI(uri)
          .getHost(); // null for hosts that are no DNS name, such as with underscores
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
