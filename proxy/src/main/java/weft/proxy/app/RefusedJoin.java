package weft.proxy.app;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.proxy.grpc.Status;
import weft.proxy.identity.Certifier;

/**
 * Tells that the control plane has refused a join token for good: the join file was read once, so
 * that asking again will not help whoever waits for readiness.
 *
 * @param told with the reason, for each refusal
 */
record RefusedJoin(Certifier inner, Consumer<IOException> told) implements Certifier {

  /** The control plane has judged the request, and said no. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(Status status) {
      super(status.toString());
    }
  }

  @Override
  public void certify(String identity, byte[] token, byte[] csr, Answer answer) {
    inner.certify(identity, token, csr, new Watched(answer));
  }

  private final class Watched implements Answer {
    private final Answer answer;

    Watched(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void certified(byte[] leaf, List<byte[]> intermediates, @Nullable Instant validUntil) {
      answer.certified(leaf, intermediates, validUntil);
    }

    @Override
    public void failed(Throwable why) {
      answer.failed(why);
      if (why instanceof Refused refused) {
        told.accept(refused);
      }
    }
  }
}
