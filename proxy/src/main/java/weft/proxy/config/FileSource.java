package weft.proxy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the few files come from that the configuration names; tests pass their own. */
@FunctionalInterface
public interface FileSource {
  /** No file that belongs to a configuration is longer. */
  int LARGEST = 1 << 20;

  /** The file's bytes; a longer one than {@link #LARGEST} is an error. */
  byte[] read(String path) throws IOException;

  static FileSource system() {
    return path -> {
      try (InputStream in = Files.newInputStream(Path.of(path))) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          throw new IOException(path + " is longer than " + LARGEST + " bytes");
        }
        return bytes;
      }
    };
  }
}
