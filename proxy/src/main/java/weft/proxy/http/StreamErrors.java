package weft.proxy.http;

/** What broke a stream, as route metrics call it. Pure. Source: docs/spec/telemetry.md 4.4. */
final class StreamErrors {
  static final String NONE = "";
  static final String UNKNOWN = "UNKNOWN";

  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;
  private static final int ENHANCE_YOUR_CALM = 11;

  private StreamErrors() {}

  static String of(Reset why) {
    return switch (why.root()) {
      case Reset.Refused(var refusal) -> refused(refusal.kind());
      case Reset.TimedOut(var which, var limit) -> late(which);
      case Reset.Remote(long code) -> reset(code);
      case Reset.Io io -> "IO";
      case Reset.ConnectTimedOut late -> "IO";
      case Reset.Redirected redirected -> NONE;
      case Reset.Injected injected -> NONE;
      case Reset.InjectedGrpc injected -> NONE;
      default -> UNKNOWN;
    };
  }

  /** Of a stream that was given up: a limit of ours, or its client went away. */
  static String ofCancel(Reset why) {
    return why.root() instanceof Reset.TimedOut ? of(why) : UNKNOWN;
  }

  private static String refused(Refusal.Kind kind) {
    return switch (kind) {
      case FAIL_FAST -> "FAIL_FAST";
      case LOAD_SHED -> "LOAD_SHED";
      default -> UNKNOWN;
    };
  }

  private static String late(String which) {
    if (which.endsWith("request timeout")) {
      return "REQUEST_TIMEOUT";
    }
    if (which.endsWith("response header timeout")) {
      return "RESPONSE_HEADERS_TIMEOUT";
    }
    return which.endsWith("idle timeout") ? "IDLE_TIMEOUT" : "RESPONSE_STREAM_TIMEOUT";
  }

  private static String reset(long code) {
    if (code == REFUSED_STREAM) {
      return "REFUSED";
    }
    if (code == CANCEL) {
      return "CANCEL";
    }
    return code == ENHANCE_YOUR_CALM ? "ENHANCE_YOUR_CALM" : "RESET";
  }
}
