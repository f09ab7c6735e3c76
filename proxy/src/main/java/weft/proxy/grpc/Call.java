package weft.proxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.Headers;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;

/**
 * One call under way.
 *
 * <p>Asks for the answer's bytes as they come, as a message is kept whole anyway.
 */
public final class Call implements Caller {
  private static final int WINDOW = 64 * 1024;

  private static final Responses NOBODY =
      new Responses() {
        @Override
        public void message(byte[] message) {}

        @Override
        public void ended(Status status) {}
      };

  private final Responses responses;
  private final MessageReader reader;
  private Exchange exchange = Exchange.NONE;
  private ByteBuf request = Unpooled.EMPTY_BUFFER;
  private long credit;
  private boolean last;
  private boolean sent;
  private boolean over;

  Call(Responses responses, int limit) {
    this.responses = responses;
    this.reader = new MessageReader(limit);
  }

  /** A call that was never made: cancelling it does nothing. */
  public static Call none() {
    var none = new Call(NOBODY, 0);
    none.over = true;
    return none;
  }

  /** Starts with a message, which is the only one if {@code last}. */
  void start(Exchange opened, ByteBuf message, boolean only) {
    exchange = opened;
    request = message;
    last = only;
    exchange.start(false);
  }

  /**
   * Sends one more message of a call that takes many. One that still waits for credit is replaced:
   * this is for messages of which only the newest counts.
   */
  public void send(byte[] message) {
    if (!over && !last) {
      request.release();
      request = GrpcClient.framed(message);
      pump();
    }
  }

  /** Says that no message follows; what waits is sent before. */
  public void finish() {
    if (!over && !last) {
      last = true;
      pump();
    }
  }

  private void pump() {
    if (over || sent || credit <= 0 || !(last || request.isReadable())) {
      return;
    }
    ByteBuf message = request;
    request = Unpooled.EMPTY_BUFFER;
    credit -= message.readableBytes();
    sent = last;
    exchange.requestData(message, last);
  }

  /** Ends the call; nothing is answered any more. */
  public void cancel() {
    if (!over) {
      over = true;
      drop();
      exchange.cancel(new Reset.Stop());
    }
  }

  private void end(Status status) {
    if (!over) {
      over = true;
      drop();
      responses.ended(status);
    }
  }

  /** The answer is whole: a server that has said all takes no more requests. */
  private void endAnswered(Status status) {
    if (sent) {
      end(status);
    } else {
      endAndCancel(status);
    }
  }

  /** For what the answer itself does not end. */
  private void endAndCancel(Status status) {
    if (!over) {
      over = true;
      drop();
      exchange.cancel(new Reset.Stop());
      responses.ended(status);
    }
  }

  private void drop() {
    request.release();
    request = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void grantRequest(int bytes) {
    credit += bytes;
    pump();
  }

  @Override
  public void interim(ResponseHead head) {}

  @Override
  public void responseHead(ResponseHead head, boolean last) {
    if (over) {
      return;
    }
    if (last) {
      endAnswered(Status.of(head.headers()));
    } else if (head.status() != 200) {
      endAndCancel(new Status(Status.UNAVAILABLE, "answered with HTTP status " + head.status()));
    } else {
      exchange.grantResponse(WINDOW);
    }
  }

  @Override
  public void responseData(ByteBuf data, boolean last) {
    int bytes = data.readableBytes();
    try {
      deliver(data);
    } catch (MessageReader.Refused refused) {
      endAndCancel(refused.status);
    } finally {
      data.release();
    }
    if (last) {
      endAnswered(new Status(Status.UNKNOWN, "the answer ended without trailers"));
    } else if (!over) {
      exchange.grantResponse(bytes);
    }
  }

  private void deliver(ByteBuf data) throws MessageReader.Refused {
    while (!over) {
      byte[] message = reader.next(data);
      if (message == null) {
        return;
      }
      responses.message(message);
    }
  }

  @Override
  public void responseTrailers(Headers trailers) {
    Status status = Status.of(trailers);
    boolean cut = status.isOk() && !reader.isBetween();
    endAnswered(cut ? new Status(Status.INTERNAL, "the answer ended within a message") : status);
  }

  @Override
  public void fail(Reset why) {
    end(Status.of(why));
  }
}
