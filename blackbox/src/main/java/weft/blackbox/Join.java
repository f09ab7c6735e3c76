package weft.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/** What a join file says, as far as a test wants to know it. */
final class Join {
  private Join() {}

  static String token(Path join) throws IOException {
    return field(Files.readString(join), "token");
  }

  /** The {@code jti} of the token, by which it is revoked. */
  static String tokenId(Path join) throws IOException {
    var payload = Base64.getUrlDecoder().decode(token(join).split("\\.", -1)[1]);
    return field(new String(payload, StandardCharsets.UTF_8), "jti");
  }

  private static String field(String json, String name) {
    var field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!field.find()) {
      throw new AssertionError("no " + name + " in " + json);
    }
    return field.group(1);
  }
}
