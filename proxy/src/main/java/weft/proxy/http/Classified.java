package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * A relay that says at the end what became of the exchange.
 *
 * <p>A response that its client stopped reading is taken as if it had ended there. Source:
 * docs/spec/outbound.md 16.1.
 */
public abstract class Classified extends Relay {
  private final Classifier classifier;
  private int status;
  private @Nullable String grpcStatus;

  protected Classified(Classifier classifier, Caller caller) {
    super(caller);
    this.classifier = classifier;
  }

  /**
   * The response ended; called exactly once for each exchange that was started.
   *
   * @param response null if the exchange was dropped before it was answered
   */
  protected abstract void ended(@Nullable ResponseClass response);

  /** Of HTTP; 0 before the response's head. */
  protected final int status() {
    return status;
  }

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    status = head.status();
    grpcStatus = head.headers().value(HeaderName.GRPC_STATUS);
    super.responseHead(head, last);
  }

  @Override
  protected final void ended(Ending how) {
    ended(
        switch (how) {
          case Ending.Complete(var trailers) -> complete(trailers);
          case Ending.Failed(var why) -> ResponseClass.broken(status, why);
          case Ending.Cancelled cancelled -> status == 0 ? null : complete(null);
        });
  }

  private ResponseClass complete(@Nullable Headers trailers) {
    String late = trailers == null ? null : trailers.value(HeaderName.GRPC_STATUS);
    return classifier.classify(status, grpcStatus == null ? late : grpcStatus);
  }
}
