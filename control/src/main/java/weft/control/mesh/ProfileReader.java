package weft.control.mesh;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.ServiceProfile.Budget;
import weft.control.mesh.ServiceProfile.ProfileRoute;
import weft.control.mesh.ServiceProfile.Split;
import weft.control.mesh.Syntax.Shape;

/** Reads a ServiceProfile manifest, strictly as its validator does (control-plane.md 16.1). */
final class ProfileReader {
  private static final Syntax<Float> RATIO =
      new Syntax<>(
          "a number from 0 to 1000",
          Shape.SCALAR,
          text -> decimal(text).filter(ProfileReader::isRatio).map(BigDecimal::floatValue));
  private static final Syntax<Integer> WEIGHT =
      new Syntax<>(
          "a quantity of at least 0, such as 1, 0.5 or 500m", Shape.SCALAR, ProfileReader::weight);
  private static final Syntax<String> AUTHORITY =
      Syntax.text(
          "NAME or NAME:PORT", text -> Optional.of(text).filter(ProfileReader::isAuthority));
  private static final Syntax<Duration> TTL =
      Syntax.text(
          "a duration from 1s to 60s",
          text -> GoDurations.parse(text).filter(ProfileReader::isTtl));
  private static final Syntax<String> ROUTE_NAME =
      Syntax.text("a name that is not empty", text -> Optional.of(text).filter(t -> !t.isEmpty()));
  private static final int TEN_THOUSAND = 10_000;
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.of("m", new BigDecimal("0.001"), "k", new BigDecimal("1000"));
  private static final BigDecimal MOST_WEIGHT = BigDecimal.valueOf(Integer.MAX_VALUE);

  private ProfileReader() {}

  static ServiceProfile read(Fields document) {
    var meta = MetaReader.read(document);
    var spec = document.ignore("status").requiredSection("spec").ignore("opaquePorts");
    var profile =
        new ServiceProfile(
            meta,
            spec.list("routes").stream().map(ProfileReader::route).toList(),
            spec.value("retryBudget").map(ProfileReader::budget).orElse(null),
            spec.list("dstOverrides").stream().map(ProfileReader::split).toList());
    spec.end();
    return profile;
  }

  private static ProfileRoute route(Value item) {
    var fields = item.fields();
    var route =
        new ProfileRoute(
            fields.required("name", ROUTE_NAME, ""),
            RequestConditions.required(fields),
            fields.list("responseClasses").stream().map(ResponseConditions::responseClass).toList(),
            fields.orDefault("isRetryable", Syntaxes.TRUTH, false),
            timeout(fields));
    fields.end();
    return route;
  }

  private static @Nullable Duration timeout(Fields fields) {
    return fields.optional("timeout", Syntaxes.GO_SPAN).filter(Duration::isPositive).orElse(null);
  }

  private static Budget budget(Value value) {
    var fields = value.fields();
    var budget =
        new Budget(
            fields.required("retryRatio", RATIO, 0f),
            fields.required("minRetriesPerSecond", Syntaxes.whole(0, Integer.MAX_VALUE), 0),
            fields.required("ttl", TTL, Duration.ZERO));
    fields.end();
    return budget;
  }

  private static Split split(Value value) {
    var fields = value.fields();
    var split =
        new Split(
            fields.required("authority", AUTHORITY, ""), fields.required("weight", WEIGHT, 0));
    fields.end();
    return split;
  }

  /** A quantity times 10,000, as the reference sends it. */
  private static Optional<Integer> weight(String text) {
    var suffix = text.isEmpty() ? "" : text.substring(text.length() - 1);
    var scale = SUFFIXES.get(suffix);
    return decimal(scale == null ? text : text.substring(0, text.length() - 1))
        .map(number -> number.multiply(scale == null ? BigDecimal.ONE : scale))
        .map(number -> number.multiply(BigDecimal.valueOf(TEN_THOUSAND)))
        .filter(number -> number.signum() >= 0 && number.compareTo(MOST_WEIGHT) <= 0)
        .map(BigDecimal::intValue);
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return text.length() > 20
          ? Optional.empty()
          // Numbers with huge exponents cannot be reckoned with, and are none of ours.
          : Optional.of(new BigDecimal(text)).filter(number -> Math.abs(number.scale()) < 100);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean isRatio(BigDecimal ratio) {
    return ratio.signum() >= 0 && ratio.compareTo(BigDecimal.valueOf(1000)) <= 0;
  }

  /** What proxies take: any other would turn retries off (control-plane.md 6). */
  private static boolean isTtl(Duration ttl) {
    return ttl.compareTo(Duration.ofSeconds(1)) >= 0 && ttl.compareTo(Duration.ofSeconds(60)) <= 0;
  }

  private static boolean isAuthority(String text) {
    int colon = text.lastIndexOf(':');
    var host = colon < 0 ? text : text.substring(0, colon);
    return Names.isDnsName(host)
        && (colon < 0 || Addresses.port(text.substring(colon + 1)).isPresent());
  }
}
