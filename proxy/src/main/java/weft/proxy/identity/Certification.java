package weft.proxy.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.config.DnsName;
import weft.proxy.stack.Timers;

/**
 * Keeps this proxy certified: asks, installs, waits, and asks again, for ever.
 *
 * <p>Lives on one executor, whose alarms are {@link Parts#timers} and to which answers are handed
 * over. {@link Parts#ready} runs once, after the first success; later failures only log, until
 * peers refuse the expired certificate. Where the wall clock was set back to before the certificate
 * in use, there is none as far as peers are concerned, nor here. Source: identity-tls.md 8.3, 8.4.
 */
public final class Certification {
  private static final Logger LOG = LoggerFactory.getLogger(Certification.class);

  /** How far back the clock may go: issuers date certificates back by more. */
  private static final Duration ALLOWANCE = Duration.ofSeconds(10);

  private final Parts parts;
  private @Nullable Instant installed;
  private @Nullable Instant expiry;
  private Timers.Timer alarm = Timers.Timer.UNSET;
  private boolean stopped;
  private int attempt;

  /**
   * What certification works with.
   *
   * @param name what is asked for: the local server name
   * @param wall tells expiry
   * @param timers of {@code executor}, by both clocks
   * @param executor runs everything here; one thread
   * @param ready run once, when the first certificate is in use
   */
  public record Parts(
      DnsName name,
      SigningRequest request,
      TokenSource tokens,
      Certifier certifier,
      Credentials credentials,
      RefreshTimes times,
      IdentityEvents events,
      InstantSource wall,
      Timers timers,
      Executor executor,
      Runnable ready) {}

  public Certification(Parts parts) {
    this.parts = parts;
  }

  /** The first attempt; on the executor. */
  public void start() {
    if (stopped) {
      return;
    }
    int mine = ++attempt;
    var now = parts.wall.instant();
    if (installed != null && now.isBefore(installed.minus(ALLOWANCE))) {
      expiry = null;
    }
    try {
      byte[] token = parts.tokens.token(expiry, now);
      byte[] csr = parts.request.csr();
      parts.certifier.certify(parts.name.text(), token, csr, new Once(mine));
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** No attempt after this; the certificate stays in use. On the executor. */
  public void stop() {
    stopped = true;
    alarm.stop();
  }

  private void certified(byte[] leaf, List<byte[]> intermediates, @Nullable Instant until) {
    var now = parts.wall.instant();
    if (until == null) {
      failed(new IOException("identity certification missing expiration"));
    } else if (!until.isAfter(now)) {
      failed(new IOException("certificate already expired: " + until));
    } else {
      install(leaf, intermediates, until, now);
    }
  }

  private void install(byte[] leaf, List<byte[]> intermediates, Instant until, Instant now) {
    try {
      parts.credentials.install(leaf, intermediates, parts.request.key());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      parts.events.refused();
      failed(e);
      return;
    }
    boolean first = installed == null;
    installed = now;
    expiry = until;
    parts.events.refreshed(now, until);
    LOG.debug("certificate in use until {}", until);
    again();
    if (first) {
      LOG.atInfo().addKeyValue("id", parts.name.text()).log("Certified identity");
      parts.ready.run();
    }
  }

  private void failed(Throwable why) {
    if (why instanceof RuntimeException) { // a fault of ours: where it is matters
      LOG.error("Failed to obtain identity: {}", why.getMessage(), why);
    } else {
      LOG.error("Failed to obtain identity: {}", why.getMessage());
    }
    again();
  }

  private void again() {
    if (!stopped) {
      var wait = parts.times.next(expiry, parts.wall.instant());
      alarm = parts.timers.after(wait, this::start);
    }
  }

  /** The answer to one attempt; only the first counts, and none after a stop. */
  private final class Once implements Certifier.Answer {
    private final int mine;
    private boolean told;

    Once(int mine) {
      this.mine = mine;
    }

    @Override
    public void certified(byte[] leaf, List<byte[]> intermediates, @Nullable Instant validUntil) {
      later(() -> Certification.this.certified(leaf, intermediates, validUntil));
    }

    @Override
    public void failed(Throwable why) {
      later(() -> Certification.this.failed(why));
    }

    private void later(Runnable then) {
      parts.executor.execute(() -> once(then));
    }

    private void once(Runnable then) {
      if (!told && !stopped && mine == attempt) {
        told = true;
        then.run();
      }
    }
  }
}
