package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilterTest {
  private static LogFilter lenient(String text) {
    return LogFilter.lenient(text, new ArrayList<>());
  }

  @Test
  void theMostSpecificDirectiveIsShownFirst() {
    assertThat(lenient(Logs.DEFAULT_FILTER))
        .hasToString("_access_log=off,linkerd=info,hickory=error,warn");
    assertThat(lenient("warn,linkerd=info,hickory=error,[{headers}]=off,[{request}]=off"))
        .hasToString(
            "_access_log=off,linkerd=info,hickory=error,[{request}]=off,[{headers}]=off,warn");
  }

  @ParameterizedTest
  @CsvSource({
    "linkerd_app_inbound::Accept, INFO",
    "hickory::DnsNameResolver, ERROR",
    "io::netty::X, WARN",
    "_access_log, OFF"
  })
  void aTargetHasTheLevelOfItsLongestPrefix(String target, LogLevel level) {
    assertThat(lenient(Logs.DEFAULT_FILTER).levelOf(target)).isEqualTo(level);
  }

  @Test
  void aFieldDirectiveTakesEventsOut() {
    LogFilter filter = lenient("warn,linkerd=info,[{headers}]=off");
    assertThat(filter.allows("io", LogLevel.WARN, List.of())).isTrue();
    assertThat(filter.allows("io", LogLevel.WARN, List.of("headers", "x"))).isFalse();
    assertThat(filter.allows("io", LogLevel.INFO, List.of())).isFalse();
  }

  @Test
  void aFieldDirectiveMayAskForMoreOfOneClient() {
    LogFilter filter = lenient("warn,linkerd_tls[{client=web}]=trace");
    assertThat(filter.levelOf("linkerd_tls::X")).isEqualTo(LogLevel.TRACE);
    assertThat(filter.allows("linkerd_tls::X", LogLevel.DEBUG, List.of("client", "web"))).isTrue();
    assertThat(filter.allows("linkerd_tls::X", LogLevel.DEBUG, List.of("client", "x"))).isFalse();
  }

  @Test
  void badDirectivesAreLeftOutWithAComplaint() {
    var complaints = new ArrayList<String>();
    LogFilter filter = LogFilter.lenient("linkerd=debug,!!!", complaints);
    assertThat(complaints).containsExactly("ignoring `!!!`: invalid filter directive");
    assertThat(filter).hasToString("_access_log=off,linkerd=debug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"linkerd=nope", "!!!", " warn", "a[b=info", "a[{b]=info", "=info"})
  void aStrictFilterRefusesBadDirectives(String text) {
    assertThatThrownBy(() -> LogFilter.strict(text)).isInstanceOf(LogFilter.BadFilter.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "warn,linkerd=debug",
        "linkerd",
        "3",
        "OFF",
        "a[b{c=d,e}]=trace,a=0",
        "x=info,x=warn"
      })
  void whatIsShownIsTheSameFilter(String text) throws Exception {
    LogFilter filter = LogFilter.strict(text);
    assertThat(LogFilter.strict(filter.toString())).hasToString(filter.toString());
  }

  @Test
  void theLaterOfTwoDirectivesForATargetHolds() {
    assertThat(lenient("x=info,x=warn")).hasToString("_access_log=off,x=warn");
    assertThat(lenient("")).hasToString("_access_log=off,warn");
  }
}
