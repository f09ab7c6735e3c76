package weft.proxy.balance;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Caller;
import weft.proxy.http.Classified;
import weft.proxy.http.Classifier;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.Refusal;
import weft.proxy.http.Refuse;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseClass;
import weft.proxy.stack.Layer;
import weft.proxy.stack.Readiness;
import weft.proxy.stack.Signal;
import weft.proxy.stack.Timers;

/**
 * Makes an endpoint unready while its requests fail, so that a balancer chooses others.
 *
 * <p>What counts is what the endpoint's own layers answer, when a response ends: failures to
 * connect and timeouts among them. Loop only; no buffers are kept. Errors: {@link
 * Refusal.Kind#LOAD_SHED} for an exchange opened while it is unready. Source: docs/spec/outbound.md
 * 25.
 *
 * @param accrual null breaks nothing
 */
public record CircuitBreaker(@Nullable Accrual accrual, Timers timers, RandomGenerator random)
    implements Layer<Endpoint, HttpService> {
  private static final Reset SHUT =
      new Refusal(Refusal.Kind.LOAD_SHED, "service unavailable: the endpoint failed too often")
          .reset();

  @Override
  public HttpService wrap(Endpoint endpoint, HttpService inner) {
    return accrual == null
        ? inner
        : new Guarded(inner, new Breaker(accrual, endpoint.address(), timers, random));
  }

  private static final class Guarded implements HttpService {
    private final HttpService inner;
    private final Breaker breaker;
    private final Signal ready;

    Guarded(HttpService inner, Breaker breaker) {
      this.inner = inner;
      this.breaker = breaker;
      this.ready = new Signal(inner.readiness().isReady(), this::obstacle);
      inner.readiness().onChange(this::changed);
      breaker.readiness().onChange(this::changed);
    }

    private String obstacle() {
      return breaker.readiness().isReady()
          ? inner.readiness().obstacle()
          : breaker.name() + " failed too often";
    }

    private void changed() {
      ready.set(breaker.readiness().isReady() && inner.readiness().isReady());
    }

    @Override
    public Readiness readiness() {
      return ready;
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      return breaker.readiness().isReady()
          ? new Watched(breaker, Classifier.of(head), caller).into(inner, head)
          : Refuse.exchange(caller, SHUT);
    }

    @Override
    public void retire() {
      breaker.retire();
      inner.retire();
    }
  }

  private static final class Watched extends Classified {
    private final Breaker breaker;
    private int entered = Breaker.NO_TRY;

    Watched(Breaker breaker, Classifier classifier, Caller caller) {
      super(classifier, caller);
      this.breaker = breaker;
    }

    @Override
    public void start(boolean last) {
      entered = breaker.enter();
      super.start(last);
    }

    @Override
    protected void ended(@Nullable ResponseClass response) {
      if (response != null) {
        breaker.ended(response);
      } else {
        breaker.cameToNothing(entered);
      }
    }
  }
}
