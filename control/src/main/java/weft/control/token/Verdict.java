package weft.control.token;

import java.time.Instant;

/** What a token is worth. */
public sealed interface Verdict {
  /** Genuine, in force, for us. */
  record Accepted(JoinToken token) implements Verdict {}

  /** Not worth anything; {@link #reason} is safe to show to whoever sent it. */
  sealed interface Refused extends Verdict {
    String reason();
  }

  /** No ES256 JWT at all. */
  record Malformed(String what) implements Refused {
    @Override
    public String reason() {
      return "token is malformed: " + what;
    }
  }

  /** Signed by another key, or changed since. */
  record BadSignature() implements Refused {
    @Override
    public String reason() {
      return "token is not signed by the mesh's join key";
    }
  }

  /** Genuine, but its claims are not those of a join token. */
  record Unusable(String what) implements Refused {
    @Override
    public String reason() {
      return "token is no join token: " + what;
    }
  }

  record OtherAudience(String found) implements Refused {
    @Override
    public String reason() {
      return "token is meant for " + found + ", not for " + JoinToken.AUDIENCE;
    }
  }

  record Expired(Instant at) implements Refused {
    @Override
    public String reason() {
      return "token expired at " + at;
    }
  }

  record Revoked(String id) implements Refused {
    @Override
    public String reason() {
      return "token " + id + " is revoked";
    }
  }

  /** Genuine and in force, but of another workload than it was used for. */
  record OtherWorkload(String wanted, String proven) implements Refused {
    @Override
    public String reason() {
      return "token is for " + proven + ", not for " + wanted;
    }
  }
}
