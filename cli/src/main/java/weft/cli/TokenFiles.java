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

  @Override
  public void writeWorkload(Path meshFile, String workload, Path joinFile) throws IOException {
    write(
        meshFile,
        joins -> joins.forWorkload(new ObjectName("default", workload), LIFETIME),
        joinFile);
  }

  @Override
  public void writeGroup(Path meshFile, String group, Path joinFile) throws IOException {
    write(meshFile, joins -> joins.forGroup(new ObjectName("default", group), LIFETIME), joinFile);
  }

  private interface Making {
    JoinFile from(Joins joins) throws IOException, Trouble, BadKeyMaterial;
  }

  private void write(Path meshFile, Making made, Path joinFile) throws IOException {
    try {
      var mesh = MeshFile.load(meshFile, warnings);
      var reach = Reach.of(null, null);
      made.from(new Joins(mesh, reach, InstantSource.system(), new SecureRandom())).write(joinFile);
    } catch (Trouble | BadKeyMaterial e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
