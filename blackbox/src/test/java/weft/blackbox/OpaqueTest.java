package weft.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import weft.testkit.process.Child;
import weft.testkit.process.Program;
import weft.testkit.toxic.Direction;

/** A server that speaks no HTTP, through a listener for programs that know no proxy. */
@ExtendWith(Pair.Shared.class)
class OpaqueTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Pair pair;

  OpaqueTest(Pair pair) {
    this.pair = pair;
  }

  @Test
  void redisKeepsWhatItsClientSays() {
    try (var _ = redis()) {
      var value = "v".repeat(100_000);
      assertThat(client("GET", "key")).isEqualTo("\n");
      assertThat(client("SET", "key", value)).isEqualTo("OK\n");
      assertThat(client("GET", "key")).isEqualTo(value + "\n");
    }
    var wire = pair.tap().links().getLast();
    assertThat(wire.recording(Direction.TO_CLIENT).total()).isGreaterThan(100_000);
    assertThat(wire.tls().whyNotTls13()).isEmpty();
  }

  private Child redis() {
    return Program.REDIS
        .with("--port", Pair.REDIS, "--bind", pair.mesh().ip("app"), "--save", "")
        .and("--appendonly", "no")
        .start()
        .awaitAddress(pair.app(Pair.REDIS), LIMIT);
  }

  private String client(String... command) {
    return Program.REDIS_CLI
        .with("-h", pair.mesh().ip("web"), "-p", Pair.REDIS)
        .and((Object[]) command)
        .run(LIMIT)
        .successfully()
        .out();
  }
}
