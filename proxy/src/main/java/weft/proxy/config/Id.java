package weft.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a workload, as certificates carry it: a DNS name without trailing dot, or an
 * absolute URI. Equal if the parsed values are. Source: identity-tls.md 1.4.
 */
public sealed interface Id {
  /** What headers, labels and log fields show; {@link #parse} gives the same identity again. */
  String text();

  /** The identity, or null where the text is none. */
  static @Nullable Id parse(String text) {
    DnsName name = DnsName.parse(text);
    if (name != null) {
      return name.hasTrailingDot() ? null : new Dns(name);
    }
    String uri = UriText.normalize(text);
    return uri == null ? null : new Uri(uri);
  }

  /** An identity by name, as Linkerd issues them. */
  record Dns(DnsName name) implements Id {
    public Dns {
      name = name.withoutDot();
    }

    @Override
    public String text() {
      return name.text();
    }

    @Override
    public String toString() {
      return name.text();
    }
  }

  /** An identity by URI, in its normal form: SPIFFE. */
  record Uri(String text) implements Id {
    public boolean isSpiffe() {
      return text.startsWith("spiffe:");
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
