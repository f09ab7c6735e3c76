package weft.cli.demo;

import java.io.IOException;
import java.nio.file.Path;

/** Writes join files, as {@code weft token} does. */
public interface JoinFiles {
  /** Of one workload. */
  void write(Path meshFile, String workload, Path joinFile) throws IOException;

  /** Of a group, whose instances announce themselves. */
  void writeGroup(Path meshFile, String group, Path joinFile) throws IOException;
}
