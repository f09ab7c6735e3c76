package weft.proxy.discover;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Config;
import weft.proxy.config.DnsName;
import weft.proxy.config.Suffix;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Causes;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;

/**
 * Makes names canonical: the first of the search list under which the mesh's DNS knows it, else the
 * name itself by the system's DNS.
 *
 * <p>Only NXDOMAIN of the mesh's DNS says that a name is not the mesh's: while it is silent nobody
 * else is asked, as the answer would send in clear what belongs inside. A name inside the suffixes
 * is canonical already.
 *
 * <p>What was found last is served stale for a day where DNS does not answer: after {@link
 * #PATIENCE}, or at once while the last try failed, and the answer that comes later replaces it
 * (RFC 8767, 5: resolution recheck is left to who asks, at most once a second for a name; client
 * response, maximum stale). NXDOMAIN removes it. Bounded by the number of names.
 *
 * <p>Answers come on the loop that asked. Source: docs/spec/outbound.md 33.4; contracts of names
 * without a cluster.
 */
public final class Names {
  /** How long an answer is waited for where an old one is known. */
  static final Duration PATIENCE = Duration.ofMillis(200);

  private static final long STALE_NANOS = Duration.ofDays(1).toNanos();
  private static final long QUERY_MILLIS = 1000;

  private final List<Suffix> search;
  private final List<Suffix> suffixes;
  private final List<InetSocketAddress> servers;
  private final @Nullable DnsNameResolver mesh;
  private final DnsNameResolver system;
  private final Loop home;

  private final Recent<DnsName, Known> known;

  /**
   * What was found last.
   *
   * @param canonical a name outside the mesh is its own
   * @param addresses of a name outside
   * @param isFailing DNS did not answer, or not wholly, when it was asked last
   */
  private record Known(
      DnsName canonical, List<InetAddress> addresses, long sinceNanos, boolean isFailing) {}

  /** Takes the answer to one question, on the loop that asked. */
  public interface Answer {
    /**
     * The name in full.
     *
     * @param addresses at least one, unless the name is inside the suffixes
     */
    void canonical(DnsName name, List<InetAddress> addresses);

    /** Nobody knows it. */
    void unknown(String why);

    /** Who would know does not answer, or not in a usable way; {@code why} names who. */
    void unanswered(String why);
  }

  /** Looks names up on one loop for all. */
  public Names(Config config, Loops loops) {
    this.home = loops.all().getFirst();
    this.search = config.dns().search();
    this.suffixes = config.control().profileSuffixes();
    this.servers = config.dns().servers();
    this.mesh = mesh(servers, loops);
    this.system = builder(loops).build();
    this.known = new Recent<>(config.limits().cachedNames());
  }

  private @Nullable DnsNameResolver mesh(List<InetSocketAddress> servers, Loops loops) {
    return servers.isEmpty()
        ? null
        : builder(loops)
            .nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers))
            .searchDomains(List.of())
            .build();
  }

  private DnsNameResolverBuilder builder(Loops loops) {
    return new DnsNameResolverBuilder(home.eventLoop())
        .datagramChannelType(loops.datagramType())
        .socketChannelType(loops.socketType())
        .queryTimeoutMillis(QUERY_MILLIS)
        .maxQueriesPerResolve(4);
  }

  /** Finds the canonical form of {@code name}. */
  public void canonical(Loop loop, DnsName name, Answer answer) {
    if (Suffix.anyContains(suffixes, name)) {
      answer.canonical(name, List.of());
    } else {
      home.execute(() -> look(loop, name, answer));
    }
  }

  private void look(Loop loop, DnsName name, Answer answer) {
    var question = new Question(loop, name, answer, last(name));
    question.waitForNews();
    next(question, candidates(name), 0);
  }

  private @Nullable Known last(DnsName name) {
    Known last = known.get(name);
    boolean isUsable = last != null && home.nanoTime() - last.sinceNanos < STALE_NANOS;
    return isUsable ? last : null;
  }

  /** Answered once: by what DNS says, or by what it said last. */
  private final class Question {
    private final Loop loop;
    private final DnsName name;
    private final Answer answer;
    private @Nullable Known last;
    private Timer patience = Timer.UNSET;
    private boolean meshFails;
    private boolean answered;

    Question(Loop loop, DnsName name, Answer answer, @Nullable Known last) {
      this.loop = loop;
      this.name = name;
      this.answer = answer;
      this.last = last;
    }

    void waitForNews() {
      if (last != null && last.isFailing) {
        recall();
      } else if (last != null) {
        patience = home.after(PATIENCE, this::recall);
      }
    }

    private void recall() {
      Known found = last;
      if (found != null) {
        tell(() -> answer.canonical(found.canonical, found.addresses));
      }
    }

    void found(DnsName canonical, List<InetAddress> addresses) {
      known.put(name, new Known(canonical, addresses, home.nanoTime(), meshFails));
      tell(() -> answer.canonical(canonical, addresses));
    }

    boolean wasOutside() {
      return last != null && last.canonical.equals(name);
    }

    /** The mesh's DNS knows no such name. */
    void excluded(DnsName candidate) {
      if (last != null && last.canonical.equals(candidate)) {
        forget();
      }
    }

    void unknown(String why) {
      forget();
      tell(() -> answer.unknown(why));
    }

    void unanswered(String why) {
      Known found = last;
      if (found == null) {
        tell(() -> answer.unanswered(why));
      } else {
        known.put(name, new Known(found.canonical, found.addresses, found.sinceNanos, true));
        recall();
      }
    }

    private void forget() {
      known.remove(name);
      last = null;
      patience.stop();
    }

    private void tell(Runnable news) {
      if (!answered) {
        answered = true;
        patience.stop();
        loop.execute(news);
      }
    }
  }

  private List<DnsName> candidates(DnsName name) {
    var all = new ArrayList<DnsName>();
    if (mesh != null && !name.hasTrailingDot()) {
      for (Suffix suffix : search) {
        DnsName full = DnsName.parse(name.text() + "." + suffix.text());
        if (full != null) {
          all.add(full);
        }
      }
    }
    return all;
  }

  private void next(Question question, List<DnsName> candidates, int index) {
    DnsNameResolver resolver = mesh;
    if (index >= candidates.size() || resolver == null) {
      outside(question);
      return;
    }
    var _ =
        resolver
            .resolveAll(candidates.get(index).withoutDot().text() + ".")
            .addListener(done -> asked(question, candidates, index, (Future<?>) done));
  }

  private void asked(Question question, List<DnsName> candidates, int index, Future<?> done) {
    DnsName candidate = candidates.get(index);
    if (done.isSuccess()) {
      question.found(candidate, List.of());
    } else if (isNobodys(done.cause())) {
      question.excluded(candidate);
      next(question, candidates, index + 1);
    } else if (question.wasOutside()) {
      question.meshFails = true;
      outside(question); // where it was when the mesh's DNS last spoke
    } else {
      question.unanswered(
          "the mesh's DNS " + servers() + " gives no answer: " + text(done.cause()));
    }
  }

  /** Whether a server said that there is no such name. */
  private static boolean isNobodys(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsErrorCauseException told) {
        return told.getCode().equals(DnsResponseCode.NXDOMAIN);
      }
    }
    return false;
  }

  private static String text(@Nullable Throwable failure) {
    return Causes.text(failure).strip();
  }

  private String servers() {
    var text = new StringBuilder();
    for (InetSocketAddress server : servers) {
      text.append(text.isEmpty() ? "" : ", ").append(Causes.print(server));
    }
    return text.toString();
  }

  private void outside(Question question) {
    var _ =
        system
            .resolveAll(question.name.text())
            .addListener(done -> answered(question, (Future<?>) done));
  }

  @SuppressWarnings("unchecked") // resolveAll's future, whose listener has no better type
  private void answered(Question question, Future<?> done) {
    if (done.isSuccess()) {
      question.found(question.name, List.copyOf((List<InetAddress>) done.getNow()));
    } else if (isNobodys(done.cause())) {
      question.unknown(text(done.cause()));
    } else {
      question.unanswered("the system's DNS: " + text(done.cause()));
    }
  }
}
