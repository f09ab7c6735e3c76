package weft.proxy.h1;

import java.util.SplittableRandom;

/** Valid HTTP/1 messages at random, in any of the ways they may be written. */
final class Messages {
  private static final String TOKEN = "abcdefgXYZ0123-_.!#$";
  private static final String VALUE = "abc XYZ,;=\"\t09()\u00e9";

  private final SplittableRandom random;

  Messages(SplittableRandom random) {
    this.random = random;
  }

  String request() {
    String method = pick("GET", "POST", "PUT", "DELETE", "OPTIONS", "M-X");
    return method
        + " /"
        + text("abc/?=&%20~", 20)
        + " HTTP/1.1\r\n"
        + fields("Host: [::1]:8080\r\n")
        + pick("\r\n", body());
  }

  String response() {
    return "HTTP/1.1 "
        + pick("200 OK", "200 Fine", "404 Not Found", "500 ", "299 X y")
        + "\r\n"
        + fields("Date: then\r\n")
        + pick("Content-Length: 0\r\n\r\n", body());
  }

  /** Cuts in up to {@code most} parts. */
  String[] cut(String text, int most) {
    int parts = 1 + random.nextInt(most);
    var cuts = random.ints(parts - 1, 0, text.length() + 1).sorted().toArray();
    var pieces = new String[parts];
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int to = i < cuts.length ? cuts[i] : text.length();
      pieces[i] = text.substring(from, to);
      from = to;
    }
    return pieces;
  }

  /** Changes some bytes, takes some out, puts some in. */
  String spoil(String text) {
    var spoilt = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0 && !spoilt.isEmpty(); n--) {
      int at = random.nextInt(spoilt.length());
      String bytes = pick("\r", "\n", "\r\n", " ", ":", "0", "\u0000", "\t", ",", "x", "\u00ff");
      switch (random.nextInt(3)) {
        case 0 -> spoilt.setCharAt(at, bytes.charAt(0));
        case 1 -> spoilt.deleteCharAt(at);
        default -> spoilt.insert(at, bytes);
      }
    }
    return spoilt.toString();
  }

  private String fields(String fixed) {
    int count = random.nextInt(6);
    int place = random.nextInt(count + 1);
    var fields = new StringBuilder();
    for (int i = 0; i <= count; i++) {
      fields.append(i == place ? fixed : field("X-"));
    }
    return fields.toString();
  }

  private String field(String prefix) {
    String blank = pick("", " ", "\t ");
    String value = text(VALUE, 30).strip();
    return prefix + text(TOKEN, 12) + ":" + blank + value + pick("", " ") + "\r\n";
  }

  private String body() {
    String content = text("abcdefgh0", 3000);
    if (content.isEmpty()) {
      return "Content-Length: 0\r\n\r\n";
    }
    return random.nextBoolean()
        ? "Content-Length: " + content.length() + "\r\n\r\n" + content
        : "Transfer-Encoding: chunked\r\n\r\n" + chunks(content);
  }

  private String chunks(String content) {
    var chunks = new StringBuilder();
    for (String piece : cut(content, 5)) {
      if (!piece.isEmpty()) {
        String size = Integer.toHexString(piece.length());
        chunks
            .append(pick("", "0", "00"))
            .append(pick(size, size.toUpperCase(java.util.Locale.ROOT)));
        chunks.append(pick("", ";a", ";a=\"b\"")).append("\r\n").append(piece).append("\r\n");
      }
    }
    chunks.append(pick("0\r\n", "000\r\n"));
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      chunks.append(field("T-"));
    }
    return chunks.append("\r\n").toString();
  }

  private String text(String alphabet, int most) {
    int length = random.nextInt(most);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }
}
