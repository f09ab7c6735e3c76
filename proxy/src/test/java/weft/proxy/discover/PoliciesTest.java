package weft.proxy.discover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.proxy.discover.InvalidPolicies.backed;
import static weft.proxy.discover.InvalidPolicies.backoff;
import static weft.proxy.discover.InvalidPolicies.balanced;
import static weft.proxy.discover.InvalidPolicies.breaking;
import static weft.proxy.discover.InvalidPolicies.statuses;
import static weft.proxy.discover.InvalidPolicies.with;
import static weft.proxy.discover.Written.millis;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.api.httproute.Timeouts;
import weft.api.outbound.Backend;
import weft.api.outbound.FailureAccrual;
import weft.api.outbound.HttpRoute;
import weft.proxy.balance.Accrual;
import weft.proxy.balance.Penalty;
import weft.proxy.balance.Pool;
import weft.proxy.http.RetryPolicy;
import weft.proxy.route.Distribution;
import weft.proxy.route.OpaqueRoute.Ruling;

class PoliciesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("weft.proxy.discover.InvalidPolicies#all")
  void onePartThatMakesNoSenseMakesTheWholePolicyInvalid(
      String what, weft.api.outbound.OutboundPolicy message) {
    assertThat(Policies.read(message)).isSameAs(OutboundPolicy.MISCONFIGURED);
  }

  @Test
  @SuppressWarnings("deprecation") // older control planes still send requestTimeout
  void aPolicyIsReadWhole() {
    var read =
        Policies.read(
            with(
                r ->
                    r.setAllowL5DRequestHeaders(true)
                        .setRequestTimeout(millis(7))
                        .setTimeouts(Timeouts.newBuilder().setIdle(millis(0)))
                        .setRetry(
                            HttpRoute.Retry.newBuilder()
                                .setConditions(statuses(500, 599))
                                .setMaxRetries(3)
                                .setMaxRequestBytes(-1)
                                .setTimeout(millis(9)))));
    assertThat(read.parent()).hasToString("Service.shop.web:80");
    assertThat(read.isOpaque()).isFalse();
    var found = read.http(false).routes().all().getFirst().asks();
    assertThat(found.meta()).hasToString("default.http");
    assertThat(found.isOverridable()).isTrue();
    assertThat(found.timeouts().request()).isEqualTo(Duration.ofMillis(7));
    assertThat(found.timeouts().idle()).as("at once, not never").isPositive();
    assertThat(found.retry())
        .isEqualTo(
            new RetryPolicy(
                List.of(new RetryPolicy.StatusRange(500, 599)),
                0,
                3,
                Integer.MAX_VALUE,
                Duration.ofMillis(9),
                null));
    Distribution backends = found.backends();
    assertThat(backends.choices()).hasSize(1);
    assertThat(backends.choices().getFirst().backend().meta()).hasToString("Service.shop.web:80");
    assertThat(requireNonNull(read.bytes()).ruling()).isEqualTo(Ruling.PASS);
    assertThat(Policies.read(with(r -> {}))).isEqualTo(Policies.read(with(r -> {})));
  }

  @Test
  void aBackendOfNoKindFailsOnlyWhatIsSentToIt() {
    var read = Policies.read(backed(b -> b.clearKind()));
    assertThat(read.http(true).routes().all().getFirst().asks().backends().choices().getFirst())
        .hasToString(
            "Choice[backend=Backend[meta=Service.shop.web:80, dispatch=Fail[why=backend for"
                + " Service shop/web has no dispatcher]], filters=[], weight=1]");
  }

  @Test
  void failuresThatTakeEndpointsOutAreRead() {
    var consecutive =
        FailureAccrual.newBuilder()
            .setConsecutiveFailures(
                FailureAccrual.ConsecutiveFailures.newBuilder()
                    .setMaxFailures(7)
                    .setBackoff(backoff(5, 9, 0)));
    var unified =
        FailureAccrual.newBuilder()
            .setUnified(
                FailureAccrual.Unified.newBuilder()
                    .setSuccessRateThreshold(0.85)
                    .setMinRequests(5)
                    .setMaxConsecutiveFailures(-1)
                    .setBackoff(backoff(5, 9, 0)));
    var between =
        new weft.proxy.stack.ExponentialBackoff(Duration.ofMillis(5), Duration.ofMillis(9), 0);
    assertThat(Policies.read(breaking(consecutive)).http(false).accrual())
        .isEqualTo(new Accrual.Consecutive(7, between));
    assertThat(Policies.read(breaking(unified)).http(true).accrual())
        .isEqualTo(
            new Accrual.Unified(Integer.MAX_VALUE, 8500, Duration.ofSeconds(10), 5, between));
    assertThat(Policies.read(with(r -> {})).http(false).accrual()).isNull();
  }

  @Test
  void aPenaltyIsReadWithWhatIsUsual() {
    var penalized =
        Policies.read(
            balanced(
                b ->
                    b.setPenaltyPeakEwma(
                        Backend.BalanceP2c.PenaltyPeakEwma.newBuilder().setPenalty(millis(700)))));
    var choice = penalized.http(true).routes().all().getFirst().asks().backends().choices();
    assertThat(choice.getFirst().backend().dispatch())
        .isEqualTo(
            new weft.proxy.route.Backend.Dispatch.Balance(
                "web.shop.svc.cluster.local:80",
                new Pool.Law(
                    Duration.ofMillis(30),
                    Duration.ofSeconds(10),
                    new Penalty(Duration.ofMillis(700), Duration.ofMinutes(5)))));
  }
}
