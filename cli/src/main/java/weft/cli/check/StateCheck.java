package weft.cli.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.Mesh;

/** Where the control plane keeps which instances have announced themselves. */
public final class StateCheck {
  private StateCheck() {}

  /** Nothing is written. */
  public static List<Finding> of(Mesh mesh) {
    var state = mesh.settings().state();
    if (mesh.groups().isEmpty()) {
      return List.of();
    }
    return List.of(state == null ? forgotten() : kept(state));
  }

  private static Finding forgotten() {
    return Finding.doubtful(
        "state",
        "instances that announce themselves are forgotten when the control plane restarts",
        "set spec.state in the mesh file to a directory of its own");
  }

  private static Finding kept(Path state) {
    var there = nearest(state);
    boolean usable = there != null && Files.isDirectory(there) && Files.isWritable(there);
    return usable
        ? Finding.good("state", state + " can be written")
        : Finding.bad(
            "state",
            state + " cannot be written by this user",
            "make it a directory of the user that runs `weft control`");
  }

  /** The directory itself, or the one that it would be made in. */
  private static @Nullable Path nearest(Path state) {
    for (Path path = state; path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        return path;
      }
    }
    return null;
  }
}
