package weft.proxy.http;

import java.time.Duration;

/**
 * Why an exchange ended before its end.
 *
 * <p>{@link #text()} is what a log, an answer or an operator is shown; contexts stand in front of
 * causes, outermost first. Source: docs/spec/outbound.md 10.
 */
public sealed interface Reset {
  /** A peer reset the stream, or its connection, with this HTTP/2 error code (RFC 9113, 7). */
  record Remote(long code) implements Reset {
    @Override
    public String text() {
      return "stream reset by peer: HTTP/2 error " + code;
    }
  }

  /** A peer broke its protocol; {@code text} names the rule. Code: what HTTP/2 answers. */
  record Malformed(long code, String text) implements Reset {}

  /** Reading, writing, connecting or a handshake failed. */
  record Io(String text) implements Reset {}

  /** No connection within the limit. */
  record ConnectTimedOut(Duration limit) implements Reset {
    @Override
    public String text() {
      return "connect timed out after " + Durations.print(limit);
    }
  }

  /** Something took longer than its limit; {@code which} names it as the spec does. */
  record TimedOut(String which, Duration limit) implements Reset {
    @Override
    public String text() {
      return which + ": " + Durations.print(limit);
    }
  }

  /** The other side has what it wanted; nobody failed. */
  record Stop() implements Reset {
    @Override
    public String text() {
      return "no more wanted";
    }
  }

  /** A layer of ours refused. */
  record Refused(Refusal refusal) implements Reset {
    @Override
    public String text() {
      return refusal.text();
    }
  }

  /** A route sends its requests elsewhere. */
  record Redirected(int status, String location) implements Reset {
    @Override
    public String text() {
      return "request redirected to " + location;
    }
  }

  /** A route fails some of its requests with this status of HTTP, to see who bears it. */
  record Injected(int status, String message) implements Reset {
    @Override
    public String text() {
      return "HTTP request configured to fail with " + status + ": " + message;
    }
  }

  /** As {@link Injected}, with a status of gRPC. */
  record InjectedGrpc(int code, String message) implements Reset {
    @Override
    public String text() {
      return "gRPC request configured to fail with " + code + ": " + message;
    }
  }

  /** Where {@code cause} happened, for instance {@code endpoint 10.1.2.3:8080}. */
  record In(String where, Reset cause) implements Reset {
    @Override
    public String text() {
      return where + ": " + cause.text();
    }

    @Override
    public Reset root() {
      return cause.root();
    }
  }

  /** One line, without a period; safe to log. */
  String text();

  /** The cause without its contexts: what decides on the answer. */
  default Reset root() {
    return this;
  }

  /** The value of the label {@code error} of the error counters. */
  default String label() {
    return switch (root()) {
      case Refused(var refusal) -> refusal.kind().label();
      case Io io -> "i/o";
      case ConnectTimedOut late -> "i/o";
      default -> "unexpected";
    };
  }

  /** This reset, said to have happened at {@code where}. */
  default Reset in(String where) {
    return new In(where, this);
  }
}
