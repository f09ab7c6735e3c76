package weft.testkit.toxic;

/** One of a kind for each direction. */
record BothWays<T>(T toServer, T toClient) {
  T get(Direction way) {
    return switch (way) {
      case TO_SERVER -> toServer;
      case TO_CLIENT -> toClient;
    };
  }
}
