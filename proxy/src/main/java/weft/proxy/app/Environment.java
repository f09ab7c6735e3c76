package weft.proxy.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.proxy.config.FileSource;

/** The files that a configuration names. */
final class Environment implements FileSource {
  private static final long LONGEST = 1 << 20;

  @Override
  public byte[] read(String path) throws IOException {
    Path file = Path.of(path);
    if (Files.isRegularFile(file) && Files.size(file) > LONGEST) {
      throw new IOException(path + " has more than " + LONGEST + " bytes");
    }
    return Files.readAllBytes(file);
  }
}
