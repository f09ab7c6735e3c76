package weft.proxy.discover;

import java.util.ArrayList;
import java.util.List;
import weft.api.grpcroute.GrpcRouteMatch;
import weft.api.httproute.HttpRouteMatch;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.route.GrpcMatch;
import weft.proxy.route.HeaderMatch;
import weft.proxy.route.HostMatch;
import weft.proxy.route.HttpMatch;
import weft.proxy.route.PathMatch;
import weft.proxy.route.QueryMatch;
import weft.proxy.route.Regex;

/** Reads what rules match. Pure. Source: docs/spec/wire/http_route.md, grpc_route.md. */
final class Matches {
  private Matches() {}

  static List<HostMatch> hosts(List<weft.api.httproute.HostMatch> messages) throws Invalid {
    var hosts = new ArrayList<HostMatch>(messages.size());
    for (var message : messages) {
      hosts.add(
          switch (message.getMatchCase()) {
            case EXACT -> HostMatch.exact(message.getExact());
            case SUFFIX -> HostMatch.suffix(message.getSuffix().getReverseLabelsList());
            case MATCH_NOT_SET ->
                throw new Invalid("invalid host match: host match must contain a match");
          });
    }
    return hosts;
  }

  static List<HttpMatch> http(List<HttpRouteMatch> messages) throws Invalid {
    if (messages.isEmpty()) {
      return List.of(HttpMatch.ALL);
    }
    var matches = new ArrayList<HttpMatch>(messages.size());
    for (HttpRouteMatch message : messages) {
      matches.add(
          new HttpMatch(
              message.hasPath() ? path(message.getPath()) : PathMatch.all(),
              headers(message.getHeadersList()),
              query(message.getQueryParamsList()),
              message.hasMethod() ? Common.method(message.getMethod()) : null));
    }
    return matches;
  }

  static List<GrpcMatch> grpc(List<GrpcRouteMatch> messages) throws Invalid {
    if (messages.isEmpty()) {
      return List.of(GrpcMatch.ALL);
    }
    var matches = new ArrayList<GrpcMatch>(messages.size());
    for (GrpcRouteMatch message : messages) {
      if (!message.hasRpc()) {
        throw new Invalid("invalid route match: missing RPC match");
      }
      matches.add(
          GrpcMatch.of(
              message.getRpc().getService(),
              message.getRpc().getMethod(),
              headers(message.getHeadersList())));
    }
    return matches;
  }

  private static PathMatch path(weft.api.httproute.PathMatch message) throws Invalid {
    return switch (message.getKindCase()) {
      case EXACT -> new PathMatch.Exact(Common.onTheWire(message.getExact()));
      case PREFIX -> PathMatch.prefix(Common.onTheWire(message.getPrefix()));
      case REGEX -> new PathMatch.Pattern(regex(message.getRegex(), "path match"));
      case KIND_NOT_SET -> throw new Invalid("invalid path match: missing kind");
    };
  }

  private static List<HeaderMatch> headers(List<weft.api.httproute.HeaderMatch> messages)
      throws Invalid {
    var headers = new ArrayList<HeaderMatch>(messages.size());
    for (var message : messages) {
      HeaderName name = Common.headerName(message.getName());
      headers.add(
          switch (message.getValueCase()) {
            case EXACT ->
                new HeaderMatch.Exact(
                    Header.of(name, Common.headerValue(message.getExact().toByteArray())));
            case REGEX -> new HeaderMatch.Pattern(name, regex(message.getRegex(), "header match"));
            case VALUE_NOT_SET ->
                throw new Invalid("invalid header match: " + name + " has no value");
          });
    }
    return headers;
  }

  private static List<QueryMatch> query(List<weft.api.httproute.QueryParamMatch> messages)
      throws Invalid {
    var query = new ArrayList<QueryMatch>(messages.size());
    for (var message : messages) {
      if (message.getName().isEmpty()) {
        throw new Invalid("invalid query parameter match: name must not be empty");
      }
      query.add(
          new QueryMatch(
              message.getName(),
              switch (message.getValueCase()) {
                case EXACT -> new QueryMatch.Value.Exact(message.getExact());
                case REGEX ->
                    new QueryMatch.Value.Pattern(
                        regex(message.getRegex(), "query parameter match"));
                case VALUE_NOT_SET ->
                    throw new Invalid(
                        "invalid query parameter match: " + message.getName() + " has no value");
              }));
    }
    return query;
  }

  private static Regex regex(String text, String of) throws Invalid {
    try {
      return Regex.of(text);
    } catch (IllegalArgumentException e) {
      throw Invalid.in("invalid " + of, e);
    }
  }
}
