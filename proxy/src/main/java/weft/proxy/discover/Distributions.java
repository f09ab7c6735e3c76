package weft.proxy.discover;

import java.util.ArrayList;
import java.util.List;
import weft.proxy.route.Distribution;
import weft.proxy.route.Distribution.Choice;
import weft.proxy.route.Distribution.Law;

/** What distributions of all kinds of routes have to keep. Pure. */
final class Distributions {
  private Distributions() {}

  /** Reads one message of a list. */
  @FunctionalInterface
  interface Reader<M> {
    Choice read(M message) throws Invalid;
  }

  static <M> Distribution of(Law law, List<M> messages, Reader<M> reader) throws Invalid {
    if (messages.isEmpty()) {
      String name = law == Law.FIRST_AVAILABLE ? "FirstAvailable" : "RandomAvailable";
      throw new Invalid("a " + name + " distribution may not be empty");
    }
    var choices = new ArrayList<Choice>(messages.size());
    for (M message : messages) {
      choices.add(reader.read(message));
    }
    return new Distribution(law, choices);
  }

  /** An unsigned weight, cut to what an int holds. */
  static int weight(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  static void requireBackend(boolean isPresent) throws Invalid {
    if (!isPresent) {
      throw new Invalid("a weighted backend had no backend");
    }
  }
}
