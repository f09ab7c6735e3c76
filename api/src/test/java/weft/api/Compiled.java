package weft.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** States what a descriptor set defines, one fact a line, in the words of {@link Facts}. */
final class Compiled {
  private static final List<String> SCALARS =
      List.of(
          "",
          "double",
          "float",
          "int64",
          "uint64",
          "int32",
          "fixed64",
          "fixed32",
          "bool",
          "string",
          "group",
          "message",
          "bytes",
          "uint32",
          "enum",
          "sfixed32",
          "sfixed64",
          "sint32",
          "sint64");

  private static final int MESSAGE = 11;
  private static final int ENUM = 14;
  private static final int REPEATED = 3;

  private final List<String> facts = new ArrayList<>();

  private Compiled() {}

  /** The facts of all files whose package is not among {@code without}. */
  static List<String> facts(byte[] descriptorSet, List<String> without) {
    var compiled = new Compiled();
    for (var file : Wire.parse(descriptorSet).messages(1)) {
      if (!without.contains(file.text(2))) {
        compiled.file(file);
      }
    }
    return compiled.facts;
  }

  private void file(Wire file) {
    var scope = file.text(2);
    facts.add(Facts.file(scope, file.text(12)));
    file.messages(4).forEach(m -> message(scope, m));
    file.messages(5).forEach(e -> enumeration(scope, e));
    file.messages(6).forEach(s -> service(scope, s));
  }

  private void message(String scope, Wire message) {
    var name = within(scope, message.text(1));
    facts.add(Facts.message(name));
    message.messages(2).forEach(f -> field(name, message, f));
    message.messages(9).forEach(range -> reserved(name, range));
    message.texts(10).forEach(reserved -> facts.add(Facts.reserved(name, reserved)));
    message.messages(4).forEach(e -> enumeration(name, e));
    message.messages(3).stream().filter(m -> !isMapEntry(m)).forEach(m -> message(name, m));
  }

  private void field(String message, Wire parent, Wire field) {
    var entry = mapEntry(message, parent, field);
    var type = entry == null ? type(field) : mapType(entry);
    var label = entry == null ? label(parent, field) : "map";
    var deprecated = field.message(8).flag(3);
    facts.add(Facts.field(message, field.text(1), field.number(3), type, label, deprecated));
  }

  private static String type(Wire field) {
    int type = field.number(5);
    return type == MESSAGE || type == ENUM ? field.text(6).substring(1) : SCALARS.get(type);
  }

  private static String mapType(Wire entry) {
    var fields = entry.messages(2);
    return "map<" + type(fields.get(0)) + ", " + type(fields.get(1)) + ">";
  }

  private static String label(Wire parent, Wire field) {
    if (field.has(9)) {
      var kind = field.flag(17) ? "optional " : "oneof ";
      return kind + parent.messages(8).get(field.number(9)).text(1);
    }
    return field.number(4) == REPEATED ? "repeated" : "singular";
  }

  private static @Nullable Wire mapEntry(String message, Wire parent, Wire field) {
    return parent.messages(3).stream()
        .filter(m -> isMapEntry(m) && field.text(6).equals("." + message + "." + m.text(1)))
        .findFirst()
        .orElse(null);
  }

  private static boolean isMapEntry(Wire message) {
    return message.message(7).flag(7);
  }

  private void reserved(String message, Wire range) {
    IntStream.range(range.number(1), range.number(2))
        .forEach(number -> facts.add(Facts.reserved(message, Integer.toString(number))));
  }

  private void enumeration(String scope, Wire enumeration) {
    var name = within(scope, enumeration.text(1));
    facts.add(Facts.enumeration(name));
    enumeration.messages(2).forEach(v -> facts.add(Facts.value(name, v.text(1), v.number(2))));
  }

  private void service(String scope, Wire service) {
    var name = within(scope, service.text(1));
    facts.add(Facts.service(name));
    for (var method : service.messages(2)) {
      var request = method.text(2).substring(1);
      var response = method.text(3).substring(1);
      facts.add(Facts.method(name, method.text(1), request, response, kind(method)));
    }
  }

  private static String kind(Wire method) {
    boolean client = method.flag(5);
    boolean server = method.flag(6);
    if (client) {
      return server ? "bidirectional streaming" : "client streaming";
    }
    return server ? "server streaming" : "unary";
  }

  private static String within(String scope, String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
