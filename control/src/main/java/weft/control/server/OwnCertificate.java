package weft.control.server;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.control.ca.CertificateAuthority;
import weft.control.ca.Issuer;
import weft.control.ca.SigningKey;
import weft.control.ca.SigningRequest;
import weft.control.identity.IssuerFiles;

/**
 * The control plane's own certificate, for {@code controlName}, signed by its issuer: made anew
 * when 70 % of its life is over, when the mesh's trust changes, and when the clock was set back to
 * before it was made, where it is not valid yet. Any thread; no timer, as only a handshake needs
 * it.
 */
final class OwnCertificate implements Supplier<SslContext> {
  private static final Logger log = LoggerFactory.getLogger(OwnCertificate.class);
  private static final int RENEW_AT_PERCENT = 70;

  private final Supplier<Trust> trust;
  private final Trust.Sources sources;
  private final PeerTrust peers;
  private @Nullable Held held;

  /** A context with what it was made from. */
  private record Held(
      SslContext context, IssuerFiles issuers, String name, Instant made, Instant renewAt) {
    boolean serves(Trust wanted, Instant now) {
      return issuers.equals(wanted.issuers())
          && name.equals(wanted.settings().controlName())
          && !now.isBefore(made)
          && now.isBefore(renewAt);
    }
  }

  OwnCertificate(Supplier<Trust> trust, Trust.Sources sources) {
    this.trust = trust;
    this.sources = sources;
    this.peers = new PeerTrust(() -> trust.get().roots(), sources.clock());
  }

  @Override
  public synchronized SslContext get() {
    var now = sources.clock().instant();
    var wanted = trust.get();
    var has = held;
    if (has != null && has.serves(wanted, now)) {
      return has.context();
    }
    var issuer = wanted.issuers().current();
    if (issuer == null) {
      throw new IllegalStateException("control plane: no usable issuer for its own certificate");
    }
    held = make(wanted, issuer, now);
    return held.context();
  }

  private Held make(Trust from, Issuer issuer, Instant now) {
    var name = from.settings().controlName();
    var key = SigningKey.generate(sources.random());
    var request = new SigningRequest(List.of(name), List.of(name), 0, key.open());
    var leaf = from.authority().sign(issuer, request, name, now);
    var chain = new ArrayList<X509Certificate>(List.of(leaf));
    chain.addAll(CertificateAuthority.intermediates(issuer, from.roots()));
    var life = Duration.between(now, leaf.getNotAfter().toInstant());
    log.info("api: own certificate for {} until {}", name, leaf.getNotAfter().toInstant());
    return new Held(
        context(key, chain),
        from.issuers(),
        name,
        now,
        now.plus(life.multipliedBy(RENEW_AT_PERCENT).dividedBy(100)));
  }

  private SslContext context(SigningKey key, List<X509Certificate> chain) {
    try {
      return SslContextBuilder.forServer(key.secret(), chain.toArray(X509Certificate[]::new))
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3")
          .clientAuth(ClientAuth.OPTIONAL)
          .trustManager(peers)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("the JDK has TLS 1.3 and P-256", e);
    }
  }
}
