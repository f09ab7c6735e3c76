package weft.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import weft.cli.demo.JoinFiles;
import weft.control.ca.BadKeyMaterial;
import weft.control.mesh.ObjectName;

/** Writes join files as {@code weft token} does, with its defaults. */
record TokenFiles(PrintWriter warnings) implements JoinFiles {
  private static final Duration LIFETIME = Duration.ofHours(24);

  @Override
  public void write(Path meshFile, String workload, Path joinFile) throws IOException {
    try {
      new Joins(
              MeshFile.load(meshFile, warnings),
              Reach.of(null, null),
              InstantSource.system(),
              new SecureRandom())
          .forWorkload(new ObjectName("default", workload), LIFETIME)
          .write(joinFile);
    } catch (Trouble | BadKeyMaterial e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
