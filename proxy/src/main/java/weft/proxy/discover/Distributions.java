package weft.proxy.discover;

import java.util.List;
import weft.proxy.route.Distribution;
import weft.proxy.route.Distribution.Choice;

/** What distributions of all kinds of routes have to keep. Pure. */
final class Distributions {
  private Distributions() {}

  static Distribution of(Distribution.Law law, List<Choice> choices) throws Invalid {
    if (choices.isEmpty()) {
      String name = law == Distribution.Law.FIRST_AVAILABLE ? "FirstAvailable" : "RandomAvailable";
      throw new Invalid("a " + name + " distribution may not be empty");
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
