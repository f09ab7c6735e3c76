package weft.proxy.route;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.HeadFilter;
import weft.proxy.http.Refusal;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;

/** What a route or a backend does to heads. Source: docs/spec/outbound.md 13. */
public sealed interface Filter extends HeadFilter {
  /** This filter where {@code match} is what the request was found by. */
  default Filter under(RequestMatch match) {
    return this;
  }

  /** Changes the fields of requests. */
  record EditRequest(HeaderEdits edits) implements Filter {
    @Override
    public @Nullable Reset request(RequestHead head, RandomGenerator random) {
      edits.apply(head.headers());
      return null;
    }
  }

  /** Changes the fields of responses. */
  record EditResponse(HeaderEdits edits) implements Filter {
    @Override
    public void response(ResponseHead head) {
      edits.apply(head.headers());
    }
  }

  /** Fails a share of the requests. */
  record InjectFailure(Share share, Reset failure) implements Filter {
    @Override
    public @Nullable Reset request(RequestHead head, RandomGenerator random) {
      return share.draw(random) ? failure : null;
    }
  }

  /** A part of all requests: {@code numerator} of {@code denominator}. */
  record Share(long numerator, long denominator) {
    public static final Share ALL = new Share(1, 1);

    boolean draw(RandomGenerator random) {
      return random.nextLong(denominator) < numerator;
    }
  }

  /** Sends requests elsewhere. */
  record Redirecting(Redirect redirect, @Nullable RequestMatch match) implements Filter {
    @Override
    public Filter under(RequestMatch found) {
      return new Redirecting(redirect, found);
    }

    @Override
    public @Nullable Reset request(RequestHead head, RandomGenerator random) {
      return redirect.of(head, match);
    }
  }

  /** Fails every request, as what was said about it makes no sense. */
  record FailAll(String why) implements Filter {
    @Override
    public Reset request(RequestHead head, RandomGenerator random) {
      return new Refusal(Refusal.Kind.UNEXPECTED, why).reset();
    }
  }
}
