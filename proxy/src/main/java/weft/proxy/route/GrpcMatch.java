package weft.proxy.route;

import java.util.List;

/**
 * A match of a gRPC route: a POST to {@code /SERVICE/METHOD}.
 *
 * <p>Ranked by the length of the service asked for, then of the method, then by the number of
 * fields. Source: docs/spec/outbound.md 12.4.
 *
 * @param service empty for any; in its case
 * @param method empty for any; in its case
 * @param isImplied stands in for no match at all, and then matches whatever is asked
 */
public record GrpcMatch(String service, String method, List<HeaderMatch> headers, boolean isImplied)
    implements RequestMatch {
  /** Of a rule without matches: every request, and ranks below all others. */
  public static final GrpcMatch ALL = new GrpcMatch("", "", List.of(), true);

  /** Copies the list. */
  public GrpcMatch {
    headers = List.copyOf(headers);
  }

  /** What a route asks for. */
  public static GrpcMatch of(String service, String method, List<HeaderMatch> headers) {
    return new GrpcMatch(service, method, headers, false);
  }

  @Override
  public long rank(Asked request) {
    boolean matches =
        isImplied
            || (request.hasMethod("POST")
                && calls(request.path())
                && HttpMatch.fields(headers, request));
    return matches
        ? Rank.of(service.length(), method.length(), headers.size(), isImplied ? 0 : 1)
        : Rank.NONE;
  }

  /** Two segments at least; further ones are ignored. */
  private boolean calls(String path) {
    int middle = path.indexOf('/', 1);
    if (middle < 0 || path.charAt(0) != '/') {
      return false;
    }
    int slash = path.indexOf('/', middle + 1);
    int end = slash < 0 ? path.length() : slash;
    return is(service, path, 1, middle) && is(method, path, middle + 1, end);
  }

  private static boolean is(String asked, String path, int from, int end) {
    return asked.isEmpty() || (asked.length() == end - from && path.startsWith(asked, from));
  }
}
