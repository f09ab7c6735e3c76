package weft.control.dns;

import java.net.InetAddress;
import java.util.List;

/**
 * What a question is answered with.
 *
 * @param code the response code (RFC 1035, 4.1.1; above 15: RFC 6891)
 * @param authoritative whether the zone itself speaks
 * @param answers records of the question's name
 */
record Reply(int code, boolean authoritative, List<Answer> answers) {
  /** A record's type and data. */
  sealed interface Answer {
    record Address(InetAddress address) implements Answer {}

    record Service(int port, String target) implements Answer {}
  }

  static Reply refusal(int code) {
    return new Reply(code, false, List.of());
  }

  static Reply ofZone(int code, List<? extends Answer> answers) {
    return new Reply(code, true, List.copyOf(answers));
  }

  /** The zone says no: its SOA goes along, so that resolvers remember it (RFC 2308). */
  boolean isNegative() {
    return authoritative && answers.isEmpty();
  }
}
