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
import weft.control.token.JoinFile;

/** Writes join files as {@code weft token} does, with its defaults. */
record TokenFiles(PrintWriter warnings) implements JoinFiles {
  private static final Duration LIFETIME = Duration.ofHours(24);

  /** Makes the contents of a join file. */
  private interface Making {
    JoinFile by(Joins joins) throws IOException, Trouble, BadKeyMaterial;
  }

  @Override
  public void write(Path meshFile, String workload, Path joinFile) throws IOException {
    var name = new ObjectName("default", workload);
    make(meshFile, joins -> joins.forWorkload(name, LIFETIME), joinFile);
  }

  @Override
  public void writeGroup(Path meshFile, String group, Path joinFile) throws IOException {
    var name = new ObjectName("default", group);
    make(meshFile, joins -> joins.forGroup(name, LIFETIME), joinFile);
  }

  private void make(Path meshFile, Making contents, Path joinFile) throws IOException {
    try {
      var joins =
          new Joins(
              MeshFile.load(meshFile, warnings),
              Reach.of(null, null),
              InstantSource.system(),
              new SecureRandom());
      contents.by(joins).write(joinFile);
    } catch (Trouble | BadKeyMaterial e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
