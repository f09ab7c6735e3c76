package weft.control.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.ExternalWorkload;
import weft.control.mesh.Loaded;
import weft.control.mesh.Mesh;
import weft.control.mesh.MeshFeed;
import weft.control.mesh.MeshFiles;
import weft.control.mesh.MeshLoader;
import weft.control.mesh.MeshSettings;
import weft.control.mesh.Place;
import weft.control.mesh.Problem;

/**
 * The mesh and the trust in force, which change together or not at all. Loads on one thread at a
 * time; read from any.
 */
final class MeshState {
  private final Path path;
  private final Trust.Sources sources;
  private final MeshFeed feed;
  private Function<Mesh, List<ExternalWorkload>> announced = _ -> List.of();
  private volatile Trust trust;
  private volatile Reload last;

  private MeshState(Path path, Trust.Sources sources, Attempt first, Mesh mesh, Trust trust) {
    this.path = path;
    this.sources = sources;
    this.feed = new MeshFeed(mesh);
    this.trust = trust;
    this.last = new Reload.Applied(mesh, first.problems());
  }

  /** One reading of everything: both parts are there, or an error is. */
  private record Attempt(@Nullable Mesh mesh, @Nullable Trust trust, List<Problem> problems) {}

  static MeshState start(Path path, Trust.Sources sources) throws RefusedMesh {
    var first = attempt(path, sources, null);
    if (first.mesh() == null || first.trust() == null) {
      throw new RefusedMesh(first.problems());
    }
    return new MeshState(path, sources, first, first.mesh(), first.trust());
  }

  static List<Problem> check(Path path, Trust.Sources sources) {
    return attempt(path, sources, null).problems();
  }

  MeshFeed feed() {
    return feed;
  }

  Trust trust() {
    return trust;
  }

  Reload last() {
    return last;
  }

  /** All files whose change is a reason to load again. */
  List<Path> files() {
    var files = new ArrayList<Path>(List.of(path));
    try {
      files.addAll(MeshFiles.list(path));
    } catch (IOException _) {
      // What cannot be listed is reported when it is loaded.
    }
    var settings = trust.settings();
    if (settings.trustAnchors() instanceof MeshSettings.Pem.File(var anchors)) {
      files.add(anchors);
    }
    files.add(settings.issuer().certificate());
    files.add(settings.issuer().key());
    Optional.ofNullable(settings.join()).ifPresent(join -> files.add(join.key()));
    return files;
  }

  /** From now on instances of groups are those that this says; they are in force at once. */
  synchronized void announcedBy(Function<Mesh, List<ExternalWorkload>> source) {
    announced = source;
    announce();
  }

  /** What is announced has changed. */
  synchronized void announce() {
    var mesh = feed.current();
    feed.publish(mesh.withAnnounced(announced.apply(mesh)));
  }

  synchronized Reload load() {
    var attempt = attempt(path, sources, this);
    if (attempt.mesh() == null || attempt.trust() == null) {
      last = new Reload.Refused(attempt.problems());
    } else {
      trust = attempt.trust();
      feed.publish(attempt.mesh().withAnnounced(announced.apply(attempt.mesh())));
      last = new Reload.Applied(attempt.mesh(), attempt.problems());
    }
    return last;
  }

  /** Nothing changes, because reading failed in a way that nobody foresaw. */
  synchronized Reload failed(Throwable error) {
    var problem =
        new Problem(
            Problem.Severity.ERROR,
            new Place(path, 0, 0),
            "",
            "something that made its reading fail: " + error,
            "a mesh file; please report this");
    last = new Reload.Refused(List.of(problem));
    return last;
  }

  private static Attempt attempt(Path path, Trust.Sources sources, @Nullable MeshState before) {
    var loaded =
        MeshLoader.load(path, Optional.ofNullable(before).map(state -> state.feed.current()));
    return loaded
        .mesh()
        .map(mesh -> withTrust(sources, before, loaded, mesh))
        .orElseGet(() -> new Attempt(null, null, loaded.problems()));
  }

  private static Attempt withTrust(
      Trust.Sources sources, @Nullable MeshState before, Loaded loaded, Mesh mesh) {
    try {
      var trust = Trust.load(mesh.settings(), sources, before == null ? null : before.trust);
      return new Attempt(mesh, trust, loaded.problems());
    } catch (UnusableSection e) {
      var problems = new ArrayList<>(loaded.problems());
      problems.add(
          loaded.unusable(
              e.section(),
              String.valueOf(e.getMessage()),
              "readable PEM files that belong together; weft ca init DIR makes them"));
      return new Attempt(null, null, problems);
    }
  }
}
