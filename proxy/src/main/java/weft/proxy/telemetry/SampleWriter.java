package weft.proxy.telemetry;

import java.math.BigDecimal;
import java.util.function.Consumer;

/** Writes the text of the exposition, in both styles. One thread. Source: telemetry.md 1. */
final class SampleWriter {
  private static final int PIECE = 16 << 10;

  /** Beyond it a float of the readers no longer counts; the reference starts again, too. */
  private static final long WRAP = 1L << 53;

  private final Consumer<? super CharSequence> out;
  private final StringBuilder text = new StringBuilder(PIECE + 1024);
  private Declaration family = new Declaration(Style.LEGACY, Family.Kind.COUNTER, "", "", "");
  private Labels labels = Labels.NONE;

  SampleWriter(Consumer<? super CharSequence> out) {
    this.out = out;
  }

  void head(Declaration declaration) {
    family = declaration;
    text.append("# HELP ").append(family.name()).append(' ').append(family.help());
    text.append(isLegacy() ? "\n" : ".\n");
    text.append("# TYPE ").append(family.name()).append(' ').append(family.kind().text);
    text.append('\n');
    if (!family.unit().isEmpty()) {
      text.append("# UNIT ").append(family.name()).append(' ').append(family.unit()).append('\n');
    }
  }

  void labels(Labels next) {
    labels = next;
    if (text.length() >= PIECE) {
      flush();
    }
  }

  void end() {
    text.append("# EOF\n");
    flush();
  }

  private void flush() {
    out.accept(text);
    text.setLength(0);
  }

  /** The sample of a counter or gauge. */
  void value(long value) {
    boolean counts = family.kind() == Family.Kind.COUNTER;
    whole(suffix(), counts ? value & (WRAP - 1) : value);
  }

  void value(double value) {
    name(suffix(), "", "").append(text(value)).append('\n');
  }

  private String suffix() {
    return !isLegacy() && family.kind() == Family.Kind.COUNTER ? "_total" : "";
  }

  private void whole(String suffix, long value) {
    name(suffix, "", "").append(value).append('\n');
  }

  void histogram(Buckets buckets, long[] cumulative, long sum) {
    long count = cumulative[cumulative.length - 1];
    if (isLegacy()) {
      buckets(buckets, cumulative);
      whole("_count", count);
      whole("_sum", sum);
    } else {
      name("_sum", "", "").append(text((double) sum / buckets.unit)).append('\n');
      whole("_count", count);
      buckets(buckets, cumulative);
    }
  }

  private void buckets(Buckets buckets, long[] cumulative) {
    for (int i = 0; i < cumulative.length; i++) {
      String le = i < cumulative.length - 1 ? buckets.shown[i] : "+Inf";
      name("_bucket", isLegacy() ? "" : le, isLegacy() ? le : "");
      text.append(cumulative[i]).append('\n');
    }
  }

  /** Name and labels, the bound of a bucket before or after the others, and a blank. */
  private StringBuilder name(String suffix, String first, String last) {
    text.append(family.name()).append(suffix);
    if (labels.text().isEmpty() && first.isEmpty() && last.isEmpty()) {
      return text.append(' ');
    }
    text.append('{');
    bound(first);
    if (!first.isEmpty() && !labels.text().isEmpty()) {
      text.append(',');
    }
    text.append(labels.text());
    if (!last.isEmpty() && !labels.text().isEmpty()) {
      text.append(',');
    }
    bound(last);
    return text.append("} ");
  }

  private void bound(String le) {
    if (!le.isEmpty()) {
      text.append("le=\"").append(le).append('"');
    }
  }

  private boolean isLegacy() {
    return family.style() == Style.LEGACY;
  }

  /** A decimal number without exponent, with at least one decimal place. */
  static String text(double value) {
    String shortest = Double.toString(value);
    if (shortest.indexOf('E') < 0) {
      return shortest;
    }
    String plain = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }
}
