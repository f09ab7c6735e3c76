package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.stack.Layer;

/**
 * Turns every failure that bubbles up into a response, at the top of the stack.
 *
 * <p>Resets by a peer are passed on, to reset the client's stream with the same code. What is not
 * expected is 500, its message begins with {@code unexpected error}. Each failure is told. Source:
 * docs/spec/outbound.md 10.1 (ServerRescue), docs/spec/inbound.md 13.1.
 */
public record Respond(Informational informational, Failures failures)
    implements Layer<Object, HttpService> {
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int NOT_FOUND = 5;
  private static final int FAILED_PRECONDITION = 9;

  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with((head, caller) -> new Responding(head, caller).into(inner, head));
  }

  private static @Nullable Answer answer(Reset why, boolean begun) {
    return switch (why.root()) {
      case Reset.Remote remote -> null;
      case Reset.Stop stop -> null;
      // As the reference: in a body a timeout is none of the named causes.
      case Reset.TimedOut late when !begun -> new Answer(504, DEADLINE_EXCEEDED, false, why.text());
      case Reset.Redirected(int status, String location) ->
          new Answer(status, NOT_FOUND, false, "redirected", location);
      case Reset.Injected(int status, String message) ->
          new Answer(status, FAILED_PRECONDITION, false, message);
      case Reset.InjectedGrpc(int code, String message) -> new Answer(200, code, false, message);
      case Reset.Refused(var refusal) when refusal.kind() != Refusal.Kind.UNEXPECTED ->
          Answer.to(refusal.kind(), why.text());
      default -> unexpected(why);
    };
  }

  private static Answer unexpected(Reset why) {
    return Answer.to(Refusal.Kind.UNEXPECTED, "unexpected error: " + why.text());
  }

  private final class Responding extends Answering {
    Responding(RequestHead head, Caller caller) {
      super(head, informational, caller);
    }

    @Override
    @Nullable Answer answerTo(Reset why, boolean begun) {
      return Respond.answer(why, begun);
    }

    @Override
    void unexpected(Client client, Reset why) {
      failures.unexpected(client, why);
    }

    @Override
    void failed(Client client, String request, Header path, Reset why) {
      failures.failed(client, request, path, why);
    }
  }
}
