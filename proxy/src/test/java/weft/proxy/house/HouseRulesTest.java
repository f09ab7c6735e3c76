package weft.proxy.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  private static final JavaClasses PROXY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("weft.proxy");

  /** These build texts for people, never for a request. */
  private static final String[] WRITE_TEXT = {
    "weft.proxy.config..", "weft.proxy.app..", "weft.proxy.admin..", "weft.proxy.telemetry.."
  };

  private static final DescribedPredicate<JavaClass> CHANGES =
      Stream.<Class<?>>of(
              HashMap.class,
              TreeMap.class,
              HashSet.class,
              ConcurrentMap.class,
              ArrayList.class,
              Deque.class,
              AtomicBoolean.class,
              AtomicInteger.class,
              AtomicLong.class,
              AtomicReference.class,
              LongAdder.class,
              ThreadLocal.class,
              FastThreadLocal.class,
              StringBuilder.class,
              ByteBuf.class)
          .map(JavaClass.Predicates::assignableTo)
          .reduce((one, other) -> one.or(other))
          .orElseThrow()
          .as("a type that changes");

  @Test
  void everyPackageIsOnAFloor() {
    check(classes().that().resideInAPackage("weft.proxy..").should(Floors.haveAFloor()));
  }

  @Test
  void importsOnlyPointDown() {
    check(classes().that().resideInAPackage("weft.proxy..").should(Floors.onlyPointDown()));
  }

  /** Anything else costs resident memory in every sidecar. */
  @Test
  void theDataPlaneUsesOnlyTheseLibraries() {
    check(
        classes()
            .that()
            .resideInAPackage("weft.proxy..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "javax.net.ssl..",
                    "javax.security..",
                    "weft.proxy..",
                    "weft.api..",
                    "com.google.protobuf..",
                    "com.google.re2j..", // Regex alone, below
                    "io.netty.buffer..",
                    "io.netty.channel..",
                    "io.netty.bootstrap..",
                    "io.netty.util..",
                    "io.netty.resolver..",
                    "io.netty.handler.codec.dns", // codes of its answers
                    "io.netty.internal.tcnative..",
                    "org.slf4j..",
                    "org.jspecify.annotations..")));
  }

  /** Patterns come from outside, and must take linear time; the engine is loaded with the first. */
  @Test
  void patternsOfRoutesAreRe2() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("weft.proxy.route.Regex")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.re2j.."));
  }

  @Test
  void nothingIsFormattedOrMatchedByPatternOnTheWayOfARequest() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(WRITE_TEXT)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.regex..")
            .orShould()
            .callMethodWhere(
                calls(String.class, "format|formatted|matches|replaceAll|replaceFirst")));
  }

  @Test
  void staticFieldsAreFinal() {
    check(fields().that().areStatic().should().beFinal());
  }

  /** Several proxies live in one process: what changes belongs to one of them. */
  @Test
  void staticFieldsHoldNoMutableState() {
    check(noFields().that().areStatic().should().haveRawType(CHANGES));
  }

  @Test
  void nobodySleeps() {
    check(noClasses().should().callMethodWhere(calls(Thread.class, "sleep")));
  }

  /** Logs go through telemetry; before there is telemetry, the app says why it cannot start. */
  @Test
  void nobodyPrints() {
    check(
        noClasses()
            .that(not(resideInAnyPackage("weft.proxy.app..", "weft.proxy.telemetry..")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  /** So that whatever depends on time or chance is tested without either. */
  @Test
  void wallClockAndChanceArePassedIn() {
    check(
        noClasses()
            .that(not(resideInAPackage("weft.proxy.app..")))
            .should()
            .callMethodWhere(
                calls(System.class, "currentTimeMillis")
                    .or(calls(Instant.class, "now"))
                    .or(calls(Clock.class, "system.*"))
                    .or(calls(Math.class, "random"))
                    .or(calls(ThreadLocalRandom.class, "current"))));
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String methods) {
    return target(owner(type(owner))).and(target(nameMatching(methods)));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(PROXY);
  }
}
