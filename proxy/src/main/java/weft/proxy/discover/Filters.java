package weft.proxy.discover;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.api.grpcroute.GrpcFailureInjector;
import weft.api.httproute.HttpFailureInjector;
import weft.api.httproute.PathModifier;
import weft.api.httproute.Ratio;
import weft.api.httproute.RequestRedirect;
import weft.api.httptypes.Headers;
import weft.api.httptypes.Scheme;
import weft.api.outbound.GrpcRoute;
import weft.api.outbound.HttpRoute;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Reset;
import weft.proxy.route.Filter;
import weft.proxy.route.HeaderEdits;
import weft.proxy.route.Redirect;

/** Reads what routes do to heads. Pure. Source: docs/spec/wire/http_route.md, outbound.md. */
final class Filters {
  private static final int PORTS = 0xffff;
  private static final int MOVED = 301;
  private static final long UNSIGNED = 0xffffffffL;

  private Filters() {}

  static List<Filter> http(List<HttpRoute.Filter> messages) throws Invalid {
    var filters = new ArrayList<Filter>(messages.size());
    for (HttpRoute.Filter message : messages) {
      filters.add(
          switch (message.getKindCase()) {
            case FAILURE_INJECTOR -> failure(message.getFailureInjector());
            case REQUEST_HEADER_MODIFIER ->
                new Filter.EditRequest(
                    edits(
                        message.getRequestHeaderModifier().getAdd(),
                        message.getRequestHeaderModifier().getSet(),
                        message.getRequestHeaderModifier().getRemoveList()));
            case RESPONSE_HEADER_MODIFIER ->
                new Filter.EditResponse(
                    edits(
                        message.getResponseHeaderModifier().getAdd(),
                        message.getResponseHeaderModifier().getSet(),
                        message.getResponseHeaderModifier().getRemoveList()));
            case REDIRECT -> new Filter.Redirecting(redirect(message.getRedirect()), null);
            case KIND_NOT_SET -> throw new Invalid("invalid filter: unknown kind");
          });
    }
    return filters;
  }

  static List<Filter> grpc(List<GrpcRoute.Filter> messages) throws Invalid {
    var filters = new ArrayList<Filter>(messages.size());
    for (GrpcRoute.Filter message : messages) {
      filters.add(
          switch (message.getKindCase()) {
            case FAILURE_INJECTOR -> failure(message.getFailureInjector());
            case REQUEST_HEADER_MODIFIER ->
                new Filter.EditRequest(
                    edits(
                        message.getRequestHeaderModifier().getAdd(),
                        message.getRequestHeaderModifier().getSet(),
                        message.getRequestHeaderModifier().getRemoveList()));
            case KIND_NOT_SET -> throw new Invalid("invalid filter: unknown kind");
          });
    }
    return filters;
  }

  private static Filter failure(HttpFailureInjector message) throws Invalid {
    int status = message.getStatus();
    if (status < 100 || status > 999) {
      throw new Invalid("invalid failure injector: status " + status);
    }
    return new Filter.InjectFailure(
        share(message.hasRatio(), message.getRatio()),
        new Reset.Injected(status, message.getMessage()));
  }

  private static Filter failure(GrpcFailureInjector message) throws Invalid {
    int code = message.getCode();
    if (code < 0 || code > PORTS) {
      throw new Invalid("invalid failure injector: code " + (code & UNSIGNED));
    }
    return new Filter.InjectFailure(
        share(message.hasRatio(), message.getRatio()),
        new Reset.InjectedGrpc(code, message.getMessage()));
  }

  private static Filter.Share share(boolean isPresent, Ratio ratio) throws Invalid {
    if (!isPresent) {
      return Filter.Share.ALL;
    }
    long numerator = ratio.getNumerator() & UNSIGNED;
    long denominator = ratio.getDenominator() & UNSIGNED;
    if (denominator == 0 || numerator > denominator) {
      throw new Invalid("invalid failure injector: ratio " + numerator + '/' + denominator);
    }
    return new Filter.Share(numerator, denominator);
  }

  private static HeaderEdits edits(Headers add, Headers set, List<String> remove) throws Invalid {
    var removed = new ArrayList<HeaderName>(remove.size());
    for (String name : remove) {
      removed.add(Common.headerName(name));
    }
    return new HeaderEdits(lines(add), lines(set), removed);
  }

  private static List<Header> lines(Headers headers) throws Invalid {
    var lines = new ArrayList<Header>(headers.getHeadersCount());
    for (Headers.Header header : headers.getHeadersList()) {
      ByteString value = header.getValue();
      lines.add(
          Header.of(Common.headerName(header.getName()), Common.headerValue(value.toByteArray())));
    }
    return lines;
  }

  private static Redirect redirect(RequestRedirect message) throws Invalid {
    int port = message.getPort();
    int status = message.getStatus() == 0 ? MOVED : message.getStatus();
    if (port < 0 || port > PORTS) {
      throw new Invalid("invalid redirect: port " + (port & UNSIGNED));
    }
    if (status < 300 || status > 399) {
      throw new Invalid("invalid redirect: status " + (status & UNSIGNED));
    }
    return new Redirect(
        message.hasScheme() ? scheme(message.getScheme()) : null,
        host(message.getHost()),
        port,
        message.hasPath() ? path(message.getPath()) : null,
        status);
  }

  private static @Nullable String host(String host) throws Invalid {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean isAlphanumeric = c < 128 && Character.isLetterOrDigit(c);
      if (!isAlphanumeric && "-._~!$&'()*+,;=%[]:".indexOf(c) < 0) {
        throw new Invalid("invalid redirect: host " + host);
      }
    }
    return host.isEmpty() ? null : host;
  }

  private static String scheme(Scheme scheme) throws Invalid {
    return switch (scheme.getTypeCase()) {
      case REGISTERED ->
          switch (scheme.getRegistered()) {
            case HTTP -> "http";
            case HTTPS -> "https";
            case UNRECOGNIZED ->
                throw new Invalid("invalid redirect: scheme " + scheme.getRegisteredValue());
          };
      case UNREGISTERED -> unregistered(scheme.getUnregistered());
      case TYPE_NOT_SET -> throw new Invalid("invalid redirect: scheme has no type");
    };
  }

  private static String unregistered(String scheme) throws Invalid {
    for (int i = 0; i < scheme.length(); i++) {
      char c = scheme.charAt(i);
      if (c > 127 || !(Character.isLetter(c) || (i > 0 && "0123456789+-.".indexOf(c) >= 0))) {
        throw new Invalid("invalid redirect: scheme " + scheme);
      }
    }
    if (scheme.isEmpty()) {
      throw new Invalid("invalid redirect: scheme is empty");
    }
    return scheme;
  }

  private static Redirect.@Nullable PathChange path(PathModifier message) throws Invalid {
    return switch (message.getReplaceCase()) {
      case FULL -> new Redirect.PathChange.Whole(absolute(message.getFull()));
      case PREFIX -> new Redirect.PathChange.Prefix(absolute(message.getPrefix()));
      case REPLACE_NOT_SET -> null;
    };
  }

  private static String absolute(String path) throws Invalid {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) <= ' ' || path.charAt(i) > '~') {
        throw new Invalid("invalid redirect: path " + path);
      }
    }
    if (!path.startsWith("/")) {
      throw new Invalid("invalid redirect: path " + path + " must begin with /");
    }
    return path;
  }
}
