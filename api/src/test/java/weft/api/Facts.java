package weft.api;

/** The words in which both sides state what is on the wire, so that they compare line by line. */
final class Facts {
  private Facts() {}

  static String file(String protoPackage, String syntax) {
    return "package " + protoPackage + " in " + syntax;
  }

  static String message(String name) {
    return "message " + name;
  }

  static String field(
      String message, String name, int number, String type, String label, boolean deprecated) {
    var end = deprecated ? ", deprecated" : "";
    return "field " + message + "." + name + " = " + number + ": " + label + " " + type + end;
  }

  static String reserved(String message, String numberOrName) {
    return "reserved " + message + " " + numberOrName;
  }

  static String enumeration(String name) {
    return "enum " + name;
  }

  static String value(String enumeration, String name, int number) {
    return "value " + enumeration + "." + name + " = " + number;
  }

  static String service(String name) {
    return "service " + name;
  }

  static String method(String service, String name, String request, String response, String kind) {
    return "method " + service + "/" + name + ": " + request + " to " + response + ", " + kind;
  }
}
