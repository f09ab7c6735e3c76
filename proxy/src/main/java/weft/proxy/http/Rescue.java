package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;

/**
 * Turns a failing connection to an endpoint into a response, which is then an ordinary one for
 * everything above: it is classified, counted, and tried again.
 *
 * <p>I/O errors and malformed answers are 502, connect timeouts 504; all close the client's
 * connection. Everything else is passed on. Source: docs/spec/outbound.md 10.1 (ClientRescue),
 * docs/spec/inbound.md 13.2.
 */
public record Rescue(Informational informational) implements Layer<Object, HttpService> {
  private static final int UNAVAILABLE = 14;
  private static final int DEADLINE_EXCEEDED = 4;

  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with((head, caller) -> new Rescued(head, informational, caller).into(inner, head));
  }

  private static final class Rescued extends Answering {
    Rescued(RequestHead head, Informational informational, Caller caller) {
      super(head, informational, caller);
    }

    @Override
    @Nullable Answer answerTo(Reset why, boolean begun) {
      return switch (why.root()) {
        case Reset.Io io -> new Answer(502, UNAVAILABLE, true, why.text());
        case Reset.Malformed bad when !begun -> new Answer(502, UNAVAILABLE, true, why.text());
        case Reset.ConnectTimedOut late -> new Answer(504, DEADLINE_EXCEEDED, true, why.text());
        default -> null;
      };
    }
  }
}
