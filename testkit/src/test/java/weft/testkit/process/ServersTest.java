package weft.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void nginxAnswersCurl(@TempDir Path dir) {
    try (var nginx = Nginx.start(dir, "location / { return 200 'hello'; }")) {
      var answer = Program.CURL.with("-s", "http://127.0.0.1:" + nginx.port()).run(LIMIT);
      assertThat(answer.successfully().out()).isEqualTo("hello");
    }
  }

  @Test
  void redisAnswersItsClient() {
    try (var redis = Redis.start()) {
      var answer = Program.REDIS_CLI.with("-p", redis.port(), "ping").run(LIMIT);
      assertThat(answer.successfully().out()).isEqualTo("PONG\n");
    }
  }
}
