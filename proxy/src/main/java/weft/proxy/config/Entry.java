package weft.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * A variable, declared once: its parser, default, error text and row of docs/configuration.md come
 * from here.
 *
 * <p>The default is a text of the same syntax; null: unset, which the sentence explains.
 */
record Entry<T>(String name, Syntax<T> syntax, @Nullable String defaultText, String sentence) {
  static final String PREFIX = "LINKERD2_PROXY_";

  /** A variable of the reference, whose prefix is left out. */
  static <T> Entry<T> linkerd(
      String name, Syntax<T> syntax, @Nullable String defaultText, String sentence) {
    return new Entry<>(PREFIX + name, syntax, defaultText, sentence);
  }
}
