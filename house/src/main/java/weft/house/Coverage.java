package weft.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A test names a scenario.
 *
 * @param id as the test writes it; perhaps no scenario has it
 * @param test {@code Class.method}, or {@code Class} when all of it covers the scenario
 */
record Coverage(String id, String test) {
  private static final String COVERS = "Lweft/testkit/Covers;";
  private static final String DISABLED = "Lorg/junit/jupiter/api/Disabled;";

  /** What the compiled tests below a directory cover; a disabled test covers nothing. */
  static List<Coverage> readAll(Path testClasses) throws IOException {
    try (var files = Files.walk(testClasses)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(Coverage::parse)
          .flatMap(Coverage::of)
          .toList();
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class " + file, e);
    }
  }

  private static Stream<Coverage> of(ClassModel type) {
    var internal = type.thisClass().asInternalName();
    var name = internal.substring(internal.lastIndexOf('/') + 1).replace('$', '.');
    if (isDisabled(type)) {
      return Stream.empty();
    }
    var ofMethods =
        type.methods().stream()
            .filter(method -> !isDisabled(method))
            .flatMap(
                method ->
                    ids(method)
                        .map(
                            id ->
                                new Coverage(id, name + "." + method.methodName().stringValue())));
    return Stream.concat(ids(type).map(id -> new Coverage(id, name)), ofMethods);
  }

  private static boolean isDisabled(AttributedElement element) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .map(found -> found.annotations().stream().anyMatch(a -> is(a, DISABLED)))
        .orElse(false);
  }

  private static Stream<String> ids(AttributedElement element) {
    return element
        .findAttribute(Attributes.runtimeInvisibleAnnotations())
        .map(found -> found.annotations().stream().filter(a -> is(a, COVERS)))
        .orElse(Stream.empty())
        .flatMap(covers -> covers.elements().stream())
        .flatMap(element1 -> strings(element1.value()));
  }

  private static boolean is(Annotation annotation, String descriptor) {
    return annotation.className().equalsString(descriptor);
  }

  private static Stream<String> strings(AnnotationValue value) {
    return switch (value) {
      case AnnotationValue.OfArray array -> array.values().stream().flatMap(Coverage::strings);
      case AnnotationValue.OfString text -> Stream.of(text.stringValue());
      default -> Stream.empty();
    };
  }
}
