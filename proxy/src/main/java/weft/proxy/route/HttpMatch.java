package weft.proxy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match of an HTTP route: all of its parts must match.
 *
 * <p>Ranked by the length of path that matched, then by the number of fields, of parameters, and
 * whether a method is asked for. Source: docs/spec/outbound.md 12.3.
 *
 * @param method null for any
 */
public record HttpMatch(
    PathMatch path, List<HeaderMatch> headers, List<QueryMatch> query, @Nullable String method)
    implements RequestMatch {
  /** Every request. */
  public static final HttpMatch ALL = new HttpMatch(PathMatch.all(), List.of(), List.of(), null);

  /** Copies the lists. */
  public HttpMatch {
    headers = List.copyOf(headers);
    query = List.copyOf(query);
  }

  @Override
  public long rank(Asked request) {
    if (method != null && !request.hasMethod(method)) {
      return Rank.NONE;
    }
    int length = path.length(request.path());
    return length >= 0 && fields(headers, request) && parameters(request)
        ? Rank.of(length, headers.size(), query.size(), method == null ? 0 : 1)
        : Rank.NONE;
  }

  static boolean fields(List<HeaderMatch> headers, Asked request) {
    for (int i = 0; i < headers.size(); i++) {
      if (!headers.get(i).matches(request.headers())) {
        return false;
      }
    }
    return true;
  }

  private boolean parameters(Asked request) {
    if (query.isEmpty()) {
      return true;
    }
    String asked = request.query();
    for (int i = 0; i < query.size(); i++) {
      if (asked == null || !query.get(i).matches(asked)) {
        return false;
      }
    }
    return true;
  }
}
