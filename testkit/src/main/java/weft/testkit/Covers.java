package weft.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the numbered scenarios of {@code docs/spec} that a test shows to hold.
 *
 * <p>An id is {@code FILE#ID} as in {@code docs/spec/scenarios.tsv}, for example {@code
 * outbound#35}. The build compares the ids of all tests with that list and writes {@code
 * docs/scenarios.md}.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Covers {
  String[] value();
}
