package weft.proxy.route;

/** What a rule asks of a request. */
public sealed interface RequestMatch permits HttpMatch, GrpcMatch, Condition {
  /**
   * How closely the request fits, comparable among matches of one kind; {@link Rank#NONE} if it
   * does not.
   */
  long rank(Asked request);
}
