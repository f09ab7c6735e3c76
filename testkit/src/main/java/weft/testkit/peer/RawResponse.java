package weft.testkit.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP/1 response as it came, with its names in their own case and in their order.
 *
 * @param lines status line and header lines, without their line ends
 * @param body without chunk framing, a byte a character (ISO 8859-1)
 * @param trailers lines after the last chunk
 */
public record RawResponse(List<String> lines, String body, List<String> trailers) {
  /** Reads a response with a body as its headers say; to the end if they say nothing. */
  public static RawResponse read(RawSocket socket) {
    return read(socket, true);
  }

  /** Reads one that has no body whatever its headers say: to HEAD. */
  public static RawResponse readHeadOnly(RawSocket socket) {
    return read(socket, false);
  }

  private static RawResponse read(RawSocket socket, boolean mayHaveBody) {
    var head = new RawResponse(lines(socket), "", List.of());
    if (!mayHaveBody || head.isWithoutBody()) {
      return head;
    }
    if (head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return head.withChunks(socket);
    }
    var length = head.header("content-length");
    var body =
        length.isPresent() ? socket.read(Integer.parseInt(length.get())) : socket.readToEnd();
    return new RawResponse(head.lines, new String(body, ISO_8859_1), List.of());
  }

  private RawResponse withChunks(RawSocket socket) {
    var whole = new ByteArrayOutputStream();
    for (int size = chunkSize(socket); size > 0; size = chunkSize(socket)) {
      whole.writeBytes(socket.read(size));
      socket.expect("\r\n");
    }
    return new RawResponse(lines, whole.toString(ISO_8859_1), lines(socket));
  }

  private static int chunkSize(RawSocket socket) {
    return Integer.parseInt(line(socket).split(";", 2)[0].strip(), 16);
  }

  private static List<String> lines(RawSocket socket) {
    var lines = new ArrayList<String>();
    for (var line = line(socket); !line.isEmpty(); line = line(socket)) {
      lines.add(line);
    }
    return lines;
  }

  private static String line(RawSocket socket) {
    var line = socket.readThrough("\r\n");
    return line.substring(0, line.length() - 2);
  }

  private boolean isWithoutBody() {
    return status() < 200 || status() == 204 || status() == 304;
  }

  public int status() {
    return Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
  }

  /** The value of the first line with that name, in whatever case. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** The values of all lines with that name, in order. */
  public List<String> headers(String name) {
    return lines.stream()
        .skip(1)
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].equalsIgnoreCase(name))
        .map(parts -> parts[1].strip())
        .toList();
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n\n" + body;
  }
}
