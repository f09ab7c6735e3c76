package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the join file of a workload, as {@code weft token} does. */
@FunctionalInterface
public interface JoinFiles {
  void write(Path meshFile, String workload, Path joinFile) throws IOException;
}
