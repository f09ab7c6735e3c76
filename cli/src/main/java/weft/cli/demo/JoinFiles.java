package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Writes join files, as {@code weft token} does. */
public interface JoinFiles {
  /** That of a workload of the mesh file. */
  void writeWorkload(Path meshFile, String workload, Path joinFile) throws IOException;

  /** That of all instances of a group of the mesh file. */
  void writeGroup(Path meshFile, String group, Path joinFile) throws IOException;
}
