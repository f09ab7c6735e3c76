package weft.control.ca;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that hold secrets: mode 0600 from the moment they exist. */
public final class OwnerOnlyFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnerOnlyFile() {}

  /**
   * Writes a file that must not exist yet.
   *
   * @throws FileAlreadyExistsException if it does; it is left as it is
   */
  public static void create(Path path, String text) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var file = Files.newByteChannel(path, options, OWNER_ONLY)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  /** Writes a file in place of whatever is there; a reader sees the old one or the new one. */
  public static void replace(Path path, String text) throws IOException {
    var absolute = path.toAbsolutePath();
    var directory = Files.createTempDirectory(absolute.getParent(), ".weft-");
    var draft = directory.resolve("draft");
    try {
      create(draft, text);
      Files.move(
          draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(directory);
    }
  }
}
