package weft.proxy.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.proxy.transport.TlsKey;

/** Linkerd's identity directory: key and request, read once. Source: identity-tls.md 8.1. */
public final class IdentityFiles {
  private static final int LONGEST = 64 * 1024;

  private IdentityFiles() {}

  /**
   * Reads {@code key.p8} and {@code csr.der}.
   *
   * @throws IOException names the file that is missing, unreadable, empty or too long
   */
  public static SigningRequest read(Path directory) throws IOException {
    byte[] csr = readSome(directory.resolve("csr.der"));
    return new SigningRequest(TlsKey.read(directory.resolve("key.p8")), csr);
  }

  /** A file that must not be empty, of at most 64 KiB. */
  static byte[] readSome(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length == 0 || bytes.length > LONGEST) {
        throw new IOException(
            file + ": must have 1 to " + LONGEST + " bytes, has " + Files.size(file));
      }
      return bytes;
    }
  }
}
