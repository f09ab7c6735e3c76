package weft.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * An exchange whose failures are turned into responses, as far as a table says so.
 *
 * <p>Before the head the response is made up; after it a gRPC response ends with trailers, and any
 * other is cut. Closing is told to the client's connection first, so that its codec knows when it
 * writes the answer.
 */
abstract class Answering extends Relay {
  private static final int UNEXPECTED = Refusal.Kind.UNEXPECTED.status();

  private final Version version;
  private final boolean grpc;
  private final boolean origProto;
  private final boolean tells;
  private final Client client;
  private final Header path;
  private boolean begun;

  Answering(RequestHead head, Informational informational, Caller caller) {
    super(caller);
    this.version = head.version();
    this.grpc = head.isGrpc();
    this.origProto = head.origProto();
    this.client = head.client();
    this.path = head.path();
    this.tells = informational.tells(client);
  }

  /**
   * The answer to a failure, or null to pass it on.
   *
   * @param begun the response's head is out
   */
  abstract @Nullable Answer answerTo(Reset why, boolean begun);

  /** A failure came before the response's head. */
  void failed(Client client, String request, Header path, Reset why) {}

  /** A failure is answered as one that nobody foresaw. */
  void unexpected(Client client, Reset why) {}

  @Override
  public final void responseHead(ResponseHead head, boolean last) {
    begun = true;
    super.responseHead(head, last);
  }

  @Override
  public final void fail(Reset why) {
    if (isAnswered() || isOver()) {
      super.fail(why);
      return;
    }
    if (!begun) {
      failed(client, grpc ? "gRPC" : version.toString(), path, why);
    }
    Answer answer = begun && !grpc ? null : answerTo(why, begun);
    if (answer != null && answer.status() == UNEXPECTED) {
      unexpected(client, why);
    }
    if (answer == null) {
      super.fail(why);
    } else if (begun) {
      answerTrailers(answer.grpcTrailers(tells));
    } else {
      respond(answer);
    }
  }

  private void respond(Answer answer) {
    if (answer.closes()) {
      client.close();
    }
    answer(grpc ? answer.grpcHead(tells) : answer.head(version, origProto, tells));
  }
}
