package weft.testkit.toxic;

/** Which way bytes go. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
