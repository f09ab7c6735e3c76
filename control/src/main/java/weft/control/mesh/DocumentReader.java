package weft.control.mesh;

import java.util.Optional;

/** Tells of which kind a document is. */
final class DocumentReader {
  private static final String CORE = "v1";

  private DocumentReader() {}

  /** Empty after an error, and for an empty document. */
  static Optional<Document> read(Value root) {
    if (root.isNull()) {
      return Optional.empty();
    }
    var fields = root.fields();
    return root.isMapping() ? read(fields) : Optional.empty();
  }

  private static Optional<Document> read(Fields fields) {
    var kind = fields.value("kind");
    if (kind.isEmpty()) {
      fields.missing("kind", "one of " + String.join(", ", Kind.words()));
    }
    return kind.flatMap(value -> value.as(Syntaxes.ANY_TEXT).flatMap(word -> kind(value, word)))
        .flatMap(known -> group(known, fields).map(group -> new Document(known, group, fields)));
  }

  private static Optional<Kind> kind(Value value, String word) {
    var kind = Kind.of(word);
    if (kind.isEmpty()) {
      value.refuse(Nearest.hint(word, Kind.words()));
    }
    return kind;
  }

  private static Optional<String> group(Kind kind, Fields fields) {
    var version = fields.value("apiVersion");
    if (version.isPresent()) {
      return version
          .get()
          .as(Syntaxes.ANY_TEXT)
          .flatMap(text -> checked(kind, version.get(), text));
    }
    if (kind.groups().size() > 1) {
      fields.missing("apiVersion", accepted(kind));
      return Optional.empty();
    }
    return Optional.of(kind.groups().getFirst());
  }

  private static Optional<String> checked(Kind kind, Value version, String text) {
    int slash = text.indexOf('/');
    var group = slash < 0 ? "" : text.substring(0, slash);
    if (kind.groups().contains(group)) {
      return Optional.of(group);
    }
    version.refuse(accepted(kind));
    return Optional.empty();
  }

  private static String accepted(Kind kind) {
    var groups = kind.groups();
    return groups.contains("")
        ? CORE
        : "a version of "
            + String.join(" or ", groups)
            + ", for example "
            + groups.getFirst()
            + "/v1";
  }
}
