package weft.proxy.discover;

import com.google.protobuf.Duration;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import weft.api.httptypes.HttpMethod;
import weft.api.meta.Metadata;
import weft.api.meta.Resource;
import weft.proxy.http.HeaderName;
import weft.proxy.route.Meta;
import weft.proxy.stack.ExponentialBackoff;

/** Parts that many messages have. Pure. Source: docs/spec/wire/meta.md, http_types.md. */
final class Common {
  private static final int PORTS = 0xffff;
  private static final long LONGEST_SECONDS = 100L * 365 * 24 * 3600;
  private static final int NANOS = 1_000_000_000;

  private Common() {}

  static Meta meta(boolean isPresent, Metadata metadata, String of) throws Invalid {
    if (!isPresent) {
      throw new Invalid("missing " + of);
    }
    return switch (metadata.getKindCase()) {
      case DEFAULT -> Meta.ofDefault(metadata.getDefault());
      case RESOURCE -> resource(metadata.getResource(), of);
      case KIND_NOT_SET -> throw new Invalid("invalid " + of + ": missing kind");
    };
  }

  private static Meta resource(Resource resource, String of) throws Invalid {
    String[] required = {
      resource.getGroup(), resource.getKind(), resource.getName(), resource.getNamespace()
    };
    String[] names = {"group", "kind", "name", "namespace"};
    for (int i = 0; i < required.length; i++) {
      if (required[i].isEmpty()) {
        throw new Invalid("invalid " + of + ": " + names[i] + " must not be empty");
      }
    }
    int port = resource.getPort();
    return new Meta(
        resource.getGroup(),
        resource.getKind(),
        resource.getNamespace(),
        resource.getName(),
        resource.getSection(),
        port > 0 && port <= PORTS ? port : 0);
  }

  /** A duration that is not negative; longer than a hundred years is that. */
  static java.time.Duration duration(Duration duration, String of) throws Invalid {
    long seconds = duration.getSeconds();
    int nanos = duration.getNanos();
    if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
      throw new Invalid("invalid " + of + ": " + seconds + "s " + nanos + "ns");
    }
    return seconds >= LONGEST_SECONDS
        ? java.time.Duration.ofSeconds(LONGEST_SECONDS)
        : java.time.Duration.ofSeconds(seconds, nanos);
  }

  /** A limit: zero if there is none, and never zero if there is, as zero means none. */
  static java.time.Duration limit(boolean isPresent, Duration duration, String of) throws Invalid {
    java.time.Duration read = isPresent ? duration(duration, of) : java.time.Duration.ZERO;
    return isPresent && read.isZero() ? java.time.Duration.ofNanos(1) : read;
  }

  static ExponentialBackoff backoff(weft.api.outbound.ExponentialBackoff message) throws Invalid {
    if (!message.hasMinBackoff() || !message.hasMaxBackoff()) {
      throw new Invalid("invalid backoff: min and max are required");
    }
    try {
      return new ExponentialBackoff(
          duration(message.getMinBackoff(), "min backoff"),
          duration(message.getMaxBackoff(), "max backoff"),
          message.getJitterRatio());
    } catch (IllegalArgumentException e) {
      throw Invalid.in("invalid backoff", e);
    }
  }

  static HeaderName headerName(String name) throws Invalid {
    if (!isToken(name)) {
      throw new Invalid("invalid header name: " + name);
    }
    return HeaderName.of(name.toLowerCase(Locale.ROOT));
  }

  /** Visible characters, spaces, tabs, and whatever is not ASCII (RFC 9110, 5.5). */
  static byte[] headerValue(byte[] value) throws Invalid {
    for (byte b : value) {
      if ((b >= 0 && b < ' ' && b != '\t') || b == 127) {
        throw new Invalid("invalid header value: byte " + b);
      }
    }
    return value;
  }

  static String method(HttpMethod method) throws Invalid {
    return switch (method.getTypeCase()) {
      case REGISTERED -> registered(method);
      case UNREGISTERED -> token(method.getUnregistered());
      case TYPE_NOT_SET -> throw new Invalid("invalid method: none said");
    };
  }

  private static String registered(HttpMethod method) throws Invalid {
    if (method.getRegistered() == HttpMethod.Registered.UNRECOGNIZED) {
      throw new Invalid("invalid method: number " + method.getRegisteredValue());
    }
    return method.getRegistered().name();
  }

  private static String token(String method) throws Invalid {
    if (!isToken(method)) {
      throw new Invalid("invalid method: " + method);
    }
    return method;
  }

  /** RFC 9110, 5.6.2. */
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isAlphanumeric = c < 128 && Character.isLetterOrDigit(c);
      if (!isAlphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Text as it stands in a message of HTTP: a char a byte. */
  static String onTheWire(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
