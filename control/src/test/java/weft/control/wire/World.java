package weft.control.wire;

import static weft.control.mesh.MeshText.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.control.mesh.Loaded;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.Problem;

/** A mesh that a test edits as an operator would: by its text. */
public final class World {
  private final Path file;
  private final MeshFeed feed;

  public World(Path directory, String... documents) {
    this.file = directory.resolve("mesh.yaml");
    this.feed = new MeshFeed(load(documents(documents), Optional.empty()));
  }

  public MeshFeed feed() {
    return feed;
  }

  /** Everything beside the settings becomes this. */
  public void becomes(String... documents) {
    becomesText(documents(documents));
  }

  /** A file with settings of its own. */
  public void becomesText(String text) {
    feed.publish(load(text, Optional.of(feed.current())));
  }

  /** Tries an edit that must not be taken, and says what was wrong with it. */
  public List<String> refuses(String... documents) {
    var loaded = read(documents(documents), Optional.of(feed.current()));
    if (loaded.mesh().isPresent()) {
      throw new AssertionError("accepted, with " + loaded.problems());
    }
    return loaded.problems().stream().map(Problem::toString).toList();
  }

  /** What is doubtful in an edit that is taken. */
  public List<String> doubts(String... documents) {
    becomes(documents);
    return read(documents(documents), Optional.of(feed.current())).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  private Mesh load(String text, Optional<Mesh> before) {
    var loaded = read(text, before);
    return loaded.mesh().orElseThrow(() -> new AssertionError(loaded.problems()));
  }

  private Loaded read(String text, Optional<Mesh> before) {
    try {
      return MeshLoader.load(Files.writeString(file, text), before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
