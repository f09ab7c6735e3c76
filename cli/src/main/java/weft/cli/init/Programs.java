package weft.cli.init;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import weft.cli.Trouble;

/** Finds programs, also where they stand for root only. */
final class Programs {
  private static final List<String> FOR_ROOT = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  private Programs() {}

  static Optional<String> find(String name) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)).filter(part -> !part.isEmpty()),
            FOR_ROOT.stream())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /**
   * The program.
   *
   * @throws Trouble names the Debian package that brings it
   */
  static String required(String name, String debianPackage) throws Trouble {
    return find(name)
        .orElseThrow(
            () ->
                new Trouble(
                    name + " is not installed (on Debian: apt-get install " + debianPackage + ")"));
  }
}
