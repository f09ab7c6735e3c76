package weft.control.mesh;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that make up a mesh: one, or all {@code *.yaml} and {@code *.yml} of a directory. */
public final class MeshFiles {
  /** While it is read, a text takes some thirty times its size; and there must be room to serve. */
  private static final int SHARE_OF_HEAP = 64;

  private MeshFiles() {}

  /** In the order of their names; the path itself where it is no directory. */
  public static List<Path> list(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "*.{yaml,yml}")) {
      entries.forEach(files::add);
    }
    return files.stream().sorted().toList();
  }

  /** Where relative paths in the files start. */
  static Path directory(Path path) {
    var absolute = path.toAbsolutePath();
    var parent = absolute.getParent();
    return Files.isDirectory(absolute) || parent == null ? absolute : parent;
  }

  static List<Path> list(Path path, Problems problems) {
    try {
      var files = list(path);
      if (files.isEmpty()) {
        problems.error(Place.of(path), "", "no file", "a directory with *.yaml or *.yml files");
      }
      return files;
    } catch (IOException e) {
      problems.error(Place.of(path), "", reason(e), "a directory that can be read");
      return List.of();
    }
  }

  /** How many bytes all files together may have. */
  static long most() {
    return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }

  /**
   * The text of a file. A device or a pipe is not read: it may have no end, and could not be read
   * again.
   *
   * @param left what is left of {@link #most}
   */
  static Optional<String> read(Path file, long left, Problems problems) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        problems.error(Place.of(file), "", kind(file), "a file that can be read");
      } else if (Files.size(file) > left) {
        problems.error(
            Place.of(file),
            "",
            Files.size(file) + " bytes",
            "at most " + most() + " in all files together, for more set a larger heap (-Xmx)");
      } else {
        return Optional.of(Files.readString(file));
      }
    } catch (CharacterCodingException _) {
      problems.error(Place.of(file), "", "bytes that are not UTF-8", "a text in UTF-8");
    } catch (IOException e) {
      problems.error(Place.of(file), "", reason(e), "a file that can be read");
    }
    return Optional.empty();
  }

  private static String kind(Path file) {
    return Files.isDirectory(file) ? "a directory" : "a device or a pipe";
  }

  private static String reason(IOException why) {
    return switch (why) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "no permission to read it";
      default -> String.valueOf(why.getMessage());
    };
  }
}
