package weft.control.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.control.mesh.Place;
import weft.control.mesh.Problems;
import weft.control.profile.ProtoTokens.Token;

/**
 * Reads the services of a protobuf file: one route for each rpc (control-plane.md 16.2). Nothing
 * else of the language is looked at.
 */
public final class ProtoFile {
  private final Path file;
  private final List<Token> tokens;
  private final Problems problems = new Problems();
  private final List<DraftRoute> routes = new ArrayList<>();
  private String prefix = "";
  private int at;

  private ProtoFile(Path file, String text) {
    this.file = file;
    this.tokens = ProtoTokens.of(text);
  }

  /**
   * Reads one file.
   *
   * @param file what problems call it
   */
  public static Derived read(Path file, String text) {
    var reader = new ProtoFile(file, text);
    reader.read();
    return new Derived(reader.routes, reader.problems.inOrder());
  }

  private void read() {
    while (!ended()) {
      switch (take().text()) {
        case "package" -> prefix = word("a name of a package") + ".";
        case "service" -> service(prefix + word("a name of a service"));
        case "{" -> skipBlock();
        default -> {
          // Imports, options and messages say nothing of routes.
        }
      }
    }
    if (routes.isEmpty() && !problems.failed()) {
      refuse("no rpc", "a service with one rpc at least");
    }
  }

  private void service(String name) {
    expect("{");
    while (!ended() && !peek().text().equals("}")) {
      switch (take().text()) {
        case "rpc" -> rpc(name);
        case "{" -> skipBlock();
        default -> {
          // An option of the service.
        }
      }
    }
    expect("}");
  }

  private void rpc(String service) {
    var method = word("a name of an rpc");
    parentheses();
    expect("returns");
    parentheses();
    boolean retryable = peek().text().equals("{") ? isIdempotent() : ended(";");
    routes.add(
        new DraftRoute(
            method,
            "POST",
            DraftRoute.quote("/" + service + "/" + method),
            retryable,
            null,
            List.of()));
  }

  /** Reads to the end of the options; whether one says that calls may be repeated. */
  private boolean isIdempotent() {
    int start = at;
    take();
    skipBlock();
    for (int i = start; i + 2 < at; i++) {
      if (tokens.get(i).text().equals("idempotency_level")) {
        var level = tokens.get(i + 2).text();
        return level.equals("IDEMPOTENT") || level.equals("NO_SIDE_EFFECTS");
      }
    }
    return false;
  }

  private boolean ended(String sign) {
    expect(sign);
    return false;
  }

  private void parentheses() {
    expect("(");
    while (!ended() && !peek().text().equals(")")) {
      take();
    }
    expect(")");
  }

  /** Behind an opening brace: to behind the one that closes it. */
  private void skipBlock() {
    int depth = 1;
    while (depth > 0 && !ended()) {
      switch (take().text()) {
        case "{" -> depth++;
        case "}" -> depth--;
        default -> {
          // Inside.
        }
      }
    }
    if (depth > 0) {
      refuse("the end of the file", "}");
    }
  }

  private String word(String accepted) {
    var text = peek().text();
    if (text.isEmpty() || !Character.isLetter(text.charAt(0))) {
      refuse(found(), accepted);
    }
    return take().text();
  }

  private void expect(String text) {
    if (!peek().text().equals(text)) {
      refuse(found(), text);
    }
    take();
  }

  private String found() {
    return ended() ? "the end of the file" : peek().text();
  }

  /** Only the first: what follows a mistake is read askew. */
  private void refuse(String found, String accepted) {
    if (!problems.failed()) {
      problems.error(new Place(file, peek().line(), peek().column()), "", found, accepted);
    }
  }

  private boolean ended() {
    return at >= tokens.size() - 1;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    var token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }
}
