package weft.proxy.discover;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Config;
import weft.proxy.config.DnsName;
import weft.proxy.config.Suffix;
import weft.proxy.transport.Causes;
import weft.proxy.transport.Loop;
import weft.proxy.transport.Loops;

/**
 * Makes names canonical: the first of the search list under which the mesh's DNS knows it, else the
 * name itself by the system's DNS.
 *
 * <p>Only NXDOMAIN of the mesh's DNS says that a name is not the mesh's: while it is silent nobody
 * else is asked, as the answer would send in clear what belongs inside. A name inside the suffixes
 * is canonical already, and what was found before stays known, names outside included, so that
 * nothing here needs the control plane twice. Answers come on the loop that asked. Source:
 * docs/spec/outbound.md 33.4; contracts of names without a cluster.
 */
public final class Names {
  private static final long QUERY_MILLIS = 1000;

  private final List<Suffix> search;
  private final List<Suffix> suffixes;
  private final List<InetSocketAddress> servers;
  private final @Nullable DnsNameResolver mesh;
  private final DnsNameResolver system;
  private final Loop home;

  /** What was found last; a name outside the mesh is its own canonical name. */
  private final Map<DnsName, DnsName> known;

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
    int limit = config.limits().cachedNames();
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<DnsName, DnsName> eldest) {
            return size() > limit;
          }
        };
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
    DnsName found = known.get(name);
    if (found != null && !found.equals(name)) {
      loop.execute(() -> answer.canonical(found, List.of()));
    } else {
      next(new Question(loop, name, answer, candidates(name)), 0);
    }
  }

  private record Question(Loop loop, DnsName name, Answer answer, List<DnsName> candidates) {}

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

  private void next(Question question, int index) {
    DnsNameResolver resolver = mesh;
    if (index >= question.candidates.size() || resolver == null) {
      outside(question);
      return;
    }
    DnsName candidate = question.candidates.get(index);
    var _ =
        resolver
            .resolveAll(candidate.withoutDot().text() + ".")
            .addListener(done -> asked(question, index, candidate, (Future<?>) done));
  }

  private void asked(Question question, int index, DnsName candidate, Future<?> done) {
    if (done.isSuccess()) {
      known.put(question.name, candidate);
      question.loop.execute(() -> question.answer.canonical(candidate, List.of()));
    } else if (isNobodys(done.cause())) {
      next(question, index + 1);
    } else if (known.containsKey(question.name)) {
      outside(question); // where it was when the mesh's DNS last spoke
    } else {
      String why = "the mesh's DNS " + servers() + " gives no answer: " + text(done.cause());
      question.loop.execute(() -> question.answer.unanswered(why));
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
      known.put(question.name, question.name);
      var addresses = List.copyOf((List<InetAddress>) done.getNow());
      question.loop.execute(() -> question.answer.canonical(question.name, addresses));
      return;
    }
    String why = text(done.cause());
    if (isNobodys(done.cause())) {
      question.loop.execute(() -> question.answer.unknown(why));
    } else {
      question.loop.execute(() -> question.answer.unanswered("the system's DNS: " + why));
    }
  }
}
