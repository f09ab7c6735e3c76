package weft.control.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.testkit.Covers;

final class ProtoFileTest {
  private static final Path FILE = Path.of("s.proto");

  @Test
  @Covers("control-plane#R12")
  void eachRpcIsARoute() {
    var derived =
        ProtoFile.read(
            FILE,
            """
            syntax = "proto3"; // service Not { rpc Not(a) returns (b); }
            package a.b;
            /* service Nor { */
            message service_like { string rpc = 1; message X { } }
            service S {
              option deprecated = true;
              rpc M(stream .a.b.In) returns (stream Out) {
                option (google.api.http) = { get: "/v1/{name}" };
                option idempotency_level = NO_SIDE_EFFECTS;
              }
              rpc N (In) returns (Out);
              rpc O (In) returns (Out) {}
            }
            """);
    assertThat(derived.problems()).isEmpty();
    assertThat(derived.routes())
        .extracting(DraftRoute::name, DraftRoute::method, DraftRoute::pathRegex)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("M", "POST", "/a\\.b\\.S/M"),
            org.assertj.core.groups.Tuple.tuple("N", "POST", "/a\\.b\\.S/N"),
            org.assertj.core.groups.Tuple.tuple("O", "POST", "/a\\.b\\.S/O"));
    assertThat(derived.routes())
        .extracting(DraftRoute::retryable)
        .containsExactly(true, false, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "service S {\\n rpc M(a) return (b);\\n}|s.proto:2:11: error: found return; accepted: returns",
        "service {}|s.proto:1:9: error: found {; accepted: a name of a service",
        "service S {|s.proto:1:12: error: found the end of the file; accepted: }",
        "message M {}|s.proto:1:13: error: found no rpc; accepted: a service with one rpc at least",
      })
  void whatIsWrongHasItsPlace(String text, String problem) {
    var derived = ProtoFile.read(FILE, text.replace("\\n", "\n"));
    assertThat(derived.failed()).isTrue();
    assertThat(derived.problems()).singleElement().asString().isEqualTo(problem);
  }
}
