package weft.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many data loops run. Invalid values are warned of and ignored. Source: config.md 3.14. */
public record Cores(int min, @Nullable Integer max, @Nullable Double maxRatio) {

  static final Entry<Integer> CORES =
      Entry.linkerd("CORES", Syntax.POSITIVE, "1", "Deprecated: CORES_MIN.");
  static final Entry<Integer> MIN =
      Entry.linkerd("CORES_MIN", Syntax.POSITIVE, null, "Data loops at least; unset: CORES.");
  static final Entry<Integer> MAX =
      Entry.linkerd("CORES_MAX", Syntax.POSITIVE, null, "Data loops at most, and if possible.");
  static final Entry<Double> RATIO =
      Entry.linkerd(
          "CORES_MAX_RATIO",
          new Syntax<>("float", "a decimal number above 0, up to 1", Cores::parseRatio),
          null,
          "Data loops as a share of the available processors, where CORES_MAX is unset.");
  static final List<Entry<?>> ENTRIES = List.of(MIN, CORES, MAX, RATIO);

  /** The number of data loops on a machine with this many processors. */
  public int loops(int available) {
    int target = max != null ? max : maxRatio != null ? (int) Math.round(available * maxRatio) : 1;
    return Math.min(Math.max(target, min), Math.max(available, 1));
  }

  static Cores read(Env env) {
    Integer min = lenient(env, MIN);
    Integer cores = lenient(env, CORES);
    int least = min != null ? min : cores != null ? cores : 1;
    return new Cores(least, lenient(env, MAX), lenient(env, RATIO));
  }

  private static <T> @Nullable T lenient(Env env, Entry<T> entry) {
    return env.findLeniently(entry, Notice.Level.WARN, "Ignoring invalid configuration ");
  }

  private static Double parseRatio(String text) throws BadValue {
    double ratio = Scalars.decimal(text);
    if (!(ratio > 0 && ratio <= 1)) {
      throw new BadValue("NotARatio");
    }
    return ratio;
  }
}
