package weft.control.mesh;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that make up a mesh: one, or all {@code *.yaml} and {@code *.yml} of a directory. */
public final class MeshFiles {
  private static final long LARGEST = 16L << 20;

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
      problems.error(Place.of(path), "", e.toString(), "a directory that can be read");
      return List.of();
    }
  }

  static Optional<String> read(Path file, Problems problems) {
    try {
      if (Files.size(file) > LARGEST) {
        problems.error(Place.of(file), "", Files.size(file) + " bytes", "at most " + LARGEST);
        return Optional.empty();
      }
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException _) {
      problems.error(Place.of(file), "", "bytes that are not UTF-8", "a text in UTF-8");
    } catch (IOException e) {
      problems.error(Place.of(file), "", e.toString(), "a file that can be read");
    }
    return Optional.empty();
  }
}
