package weft.control.wire;

import static weft.control.mesh.MeshText.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.mesh.MeshLoader;

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

  private Mesh load(String text, Optional<Mesh> before) {
    try {
      var loaded = MeshLoader.load(Files.writeString(file, text), List.of(), before);
      return loaded.mesh().orElseThrow(() -> new AssertionError(loaded.problems()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
