package weft.proxy.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.proxy.config.Baseline;
import weft.proxy.config.DnsName;
import weft.proxy.discover.FakeDns.Says;
import weft.proxy.transport.Loops;

class NamesTest {
  private final Map<String, Says> zone = new ConcurrentHashMap<>();
  private final FakeDns dns = new FakeDns(name -> zone.getOrDefault(name, Says.NXDOMAIN));
  private final Loops loops = Loops.start(1);
  private Names names;

  @BeforeEach
  void start() throws Exception {
    var config =
        new Baseline()
            .withWeft("DNS_SERVERS", "127.0.0.1:" + dns.port())
            .withWeft("DNS_SEARCH", "default.svc.cluster.local svc.cluster.local")
            .parse();
    names = new Names(config, loops);
  }

  @AfterEach
  void stop() {
    loops.close();
    dns.close();
  }

  private String ask(String name) throws Exception {
    var answer = new CompletableFuture<String>();
    names.canonical(
        loops.all().getFirst(), Objects.requireNonNull(DnsName.parse(name)), new Told(answer));
    return answer.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aShortNameIsTheFirstOfTheSearchListThatTheMeshKnows() throws Exception {
    zone.put("api.shop.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("api.shop")).isEqualTo("api.shop.svc.cluster.local");
    assertThat(dns.asked).contains("api.shop.default.svc.cluster.local");
  }

  @Test
  void aNameThatTheMeshDoesNotKnowIsOutside() throws Exception {
    assertThat(ask("localhost")).startsWith("localhost outside");
    assertThat(ask("localhost")).startsWith("localhost outside");
  }

  @Test
  void whileTheMeshesDnsIsSilentNobodyElseIsAsked() throws Exception {
    zone.put("localhost.default.svc.cluster.local", Says.NOTHING);
    assertThat(ask("localhost"))
        .startsWith("unanswered: the mesh's DNS 127.0.0.1:" + dns.port() + " gives no answer");
  }

  @Test
  void aServerThatFailsIsNoAnswerEither() throws Exception {
    zone.put("localhost.default.svc.cluster.local", Says.SERVFAIL);
    assertThat(ask("localhost")).startsWith("unanswered: the mesh's DNS 127.0.0.1:" + dns.port());
  }

  @Test
  void knownNamesStayKnownWhileTheMeshesDnsIsSilent() throws Exception {
    zone.put("api.default.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
    assertThat(ask("localhost")).startsWith("localhost outside");
    zone.put("api.default.svc.cluster.local", Says.NOTHING);
    zone.put("localhost.default.svc.cluster.local", Says.NOTHING);
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
    assertThat(ask("localhost")).startsWith("localhost outside");
  }

  @Test
  void aFreshAnswerReplacesWhatWasKnown() throws Exception {
    zone.put("api.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("api")).isEqualTo("api.svc.cluster.local");
    zone.put("api.default.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
  }

  @Test
  void aNameThatTheMeshSaysIsGoneIsForgotten() throws Exception {
    zone.put("localhost.default.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("localhost")).isEqualTo("localhost.default.svc.cluster.local");
    zone.put("localhost.default.svc.cluster.local", Says.NXDOMAIN);
    zone.put("localhost.svc.cluster.local", Says.NOTHING);
    assertThat(ask("localhost")).startsWith("unanswered: the mesh's DNS");
  }

  @Test
  void aStaleAnswerIsNotWaitedForOnceDnsHasFailed() throws Exception {
    zone.put("api.default.svc.cluster.local", Says.LOCALHOST);
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
    zone.put("api.default.svc.cluster.local", Says.SERVFAIL);
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
    zone.put("api.default.svc.cluster.local", Says.NXDOMAIN); // what is asked in the background
    assertThat(ask("api")).isEqualTo("api.default.svc.cluster.local");
  }

  @Test
  void aNameThatNobodyKnowsIsUnknown() throws Exception {
    assertThat(ask("no-such-host.invalid")).startsWith("unknown: ");
  }

  private record Told(CompletableFuture<String> answer) implements Names.Answer {
    @Override
    public void canonical(DnsName name, List<InetAddress> addresses) {
      answer.complete(name.withoutDot().text() + (addresses.isEmpty() ? "" : " outside"));
    }

    @Override
    public void unknown(String why) {
      answer.complete("unknown: " + why);
    }

    @Override
    public void unanswered(String why) {
      answer.complete("unanswered: " + why);
    }
  }
}
