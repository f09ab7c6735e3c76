package weft.control.mesh;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import weft.control.mesh.Syntax.Shape;

/** The scalars of a mesh file. */
public final class Syntaxes {
  public static final Syntax<String> ANY_TEXT =
      Syntax.text("a text (in quotes where it looks like a number)", Optional::of);
  public static final Syntax<String> NAME =
      words("a name: lower-case letters, digits, '-' and '.', at most 253", Names::isSubdomain);
  public static final Syntax<String> LABEL =
      words("a name: lower-case letters, digits and '-', at most 63", Names::isLabel);
  static final Syntax<String> DNS_NAME = words("a DNS name without trailing dot", Names::isDnsName);
  static final Syntax<String> IDENTITY =
      words(
          "an identity: a DNS name without trailing dot, or a URI such as spiffe://domain/path",
          text -> Names.isDnsName(text) || isUri(text));
  static final Syntax<Integer> PORT =
      new Syntax<>("a whole number from 1 to 65535", Shape.NUMBER, Addresses::port);
  static final Syntax<TargetPort> TARGET_PORT =
      new Syntax<>(
          "a whole number from 1 to 65535, or the name of a port of the workloads",
          Shape.TEXT_OR_NUMBER,
          Syntaxes::targetPort);
  static final Syntax<InetAddress> IP = Syntax.text("an IPv4 or IPv6 address", Addresses::parseIp);
  static final Syntax<Cidr> CIDR =
      Syntax.text("a network such as 10.0.0.0/8 or fd00::/8", Cidr::parse);
  static final Syntax<Cidr> IPV4_NETWORK =
      Syntax.text(
          "an IPv4 network of at most 30 bits, such as 240.77.0.0/16",
          text -> Cidr.parse(text).filter(net -> net.isIpv4() && net.prefix() <= 30));
  static final Syntax<InetSocketAddress> SOCKET =
      Syntax.text("an address to listen on, such as 127.0.0.1:8443", Addresses::parseSocket);
  static final Syntax<Duration> LIFETIME =
      Syntax.text(
          "a duration above zero: a whole number with ms, s, m, h or d",
          text -> Durations.parse(text).filter(Duration::isPositive));
  static final Syntax<DefaultPolicy> DEFAULT_POLICY =
      Syntax.text("one of " + String.join(", ", DefaultPolicy.words()), DefaultPolicy::parse);
  static final Syntax<Boolean> TRANSPORT_HEADER =
      Syntax.text(
          "transport-header or transparent",
          text ->
              switch (text) {
                case "transport-header" -> Optional.of(true);
                case "transparent" -> Optional.of(false);
                default -> Optional.empty();
              });
  static final Syntax<String> PATH = words("a path of a file", text -> !text.isBlank());

  public static final Syntax<Boolean> TRUTH =
      new Syntax<>(
          "true or false", Shape.TRUTH, text -> Optional.of(text.equalsIgnoreCase("true")));
  static final Syntax<Instant> INSTANT =
      Syntax.text("a time such as 2026-01-31T12:00:00Z", Syntaxes::instant);
  static final Syntax<Duration> SPAN =
      Syntax.text("a duration: a whole number with ms, s, m, h or d", Durations::parse);
  public static final Syntax<Duration> GO_SPAN =
      Syntax.text(
          "a duration as Go writes it, such as 250ms or 1m30s",
          text -> GoDurations.parse(text).filter(span -> !span.isNegative()));
  static final Syntax<String> REGEX =
      words(
          "a regular expression as RE2 reads it (no look-around, no back-reference)",
          Syntaxes::isRegex);

  private Syntaxes() {}

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static boolean isRegex(String text) {
    try {
      var _ = Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  /** A whole number in a range. */
  static Syntax<Integer> whole(int least, int most) {
    return new Syntax<>(
        "a whole number from " + least + " to " + most,
        Shape.NUMBER,
        text -> Addresses.number(text, least, most));
  }

  /** One of a few words. */
  static Syntax<String> oneOf(String... words) {
    return words("one of " + String.join(", ", words), List.of(words)::contains);
  }

  private static Syntax<String> words(String accepted, Predicate<String> legal) {
    return Syntax.text(accepted, text -> Optional.of(text).filter(legal));
  }

  private static Optional<TargetPort> targetPort(String text) {
    var number = Addresses.port(text).<TargetPort>map(TargetPort.Fixed::new);
    return number.isPresent() || !Names.isLabel(text)
        ? number
        : Optional.of(text).filter(Syntaxes::hasLetter).map(TargetPort.Named::new);
  }

  private static boolean hasLetter(String text) {
    return text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }

  private static boolean isUri(String text) {
    try {
      var uri = URI.create(text);
      return uri.isAbsolute() && uri.getHost() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
