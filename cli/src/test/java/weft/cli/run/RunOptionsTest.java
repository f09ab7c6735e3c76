package weft.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunOptionsTest {
  @Test
  void optionsBecomeVariablesAndTheRestIsTheCommand() throws RunOptions.Refused {
    var options =
        Objects.requireNonNull(
            RunOptions.parse(
                List.of(
                        "--mesh=mesh.yaml --workload web --port http=9001 --port grpc=9002 --listen"
                            + " 127.0.0.1:6379=cache:6379 -- curl --port -- x")
                    .stream()
                    .flatMap(line -> List.of(line.split(" ", -1)).stream())
                    .toList()));
    assertThat(options.mesh()).isEqualTo("mesh.yaml");
    assertThat(options.workload()).isEqualTo("web");
    assertThat(options.variables())
        .containsEntry("WEFT_APP_PORTS", "http=9001,grpc=9002")
        .containsEntry("WEFT_OUTBOUND_LISTENERS", "127.0.0.1:6379=cache:6379")
        .hasSize(2);
    assertThat(options.command()).containsExactly("curl", "--port", "--", "x");
  }

  @Test
  void helpNeedsNothingElse() throws RunOptions.Refused {
    assertThat(RunOptions.parse(List.of("--mesh", "x", "--help"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--join a --| no command",
        "--join a| no command",
        "--port --| --port needs a value",
        "--mesh a -- x| --mesh and --workload go together",
        "--mesh a --workload b --join c -- x| exclude each other",
        "--join a --join b -- x| --join is given twice",
        "curl http://api| curl is no option here"
      })
  void whatMakesNoSenseIsRefused(String line, String said) {
    assertThatThrownBy(() -> RunOptions.parse(List.of(line.split(" ", -1))))
        .isInstanceOf(RunOptions.Refused.class)
        .hasMessageContaining(said);
  }
}
