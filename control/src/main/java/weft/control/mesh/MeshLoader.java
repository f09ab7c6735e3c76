package weft.control.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a mesh file, or a directory of them, from the first line to a {@link Mesh}. */
public final class MeshLoader {
  private final Problems problems = new Problems();
  private final SettingsReader settingsReader;
  private final List<Entry> entries = new ArrayList<>();
  private final Path path;
  private @Nullable MeshSettings settings;
  private @Nullable Document settingsDocument;

  private MeshLoader(Path path) {
    this.path = path;
    this.settingsReader = new SettingsReader(MeshFiles.directory(path));
  }

  public static Loaded load(Path path) {
    return load(path, Optional.empty());
  }

  /**
   * Never throws for what stands in the file, or for a file that cannot be read.
   *
   * @param before the mesh in force
   */
  public static Loaded load(Path path, Optional<Mesh> before) {
    return new MeshLoader(path).load(before);
  }

  private Loaded load(Optional<Mesh> before) {
    if (readFiles()) {
      requireSettings();
    }
    new CrossCheck(entries, problems).run();
    return new Loaded(mesh(before), problems.inOrder(), sections());
  }

  /** False where there is a file whose documents nobody has seen: the Mesh may be among them. */
  private boolean readFiles() {
    var files = MeshFiles.list(path, problems);
    boolean whole = !files.isEmpty();
    long left = MeshFiles.most();
    for (var file : files) {
      var text = MeshFiles.read(file, left, problems);
      left -= text.map(String::length).orElse(0);
      text.map(read -> YamlReader.documents(file, read, problems))
          .ifPresent(documents -> documents.forEach(this::readDocument));
      whole &= text.isPresent();
    }
    return whole;
  }

  private Optional<Mesh> mesh(Optional<Mesh> before) {
    return Optional.ofNullable(settings)
        .filter(_ -> !problems.failed())
        .map(given -> Mesh.of(given, entries.stream().map(Entry::resource).toList(), before));
  }

  private void readDocument(Value root) {
    DocumentReader.read(root)
        .ifPresent(
            document -> {
              document.fields().ignore("apiVersion", "kind");
              readKind(document);
              document.fields().end();
            });
  }

  private void readKind(Document document) {
    var fields = document.fields();
    switch (document.kind()) {
      case MESH -> readSettings(document);
      case SERVICE -> add(document, ServiceReader.read(fields));
      case EXTERNAL_WORKLOAD -> add(document, WorkloadReader.read(fields));
      case EXTERNAL_GROUP -> add(document, GroupReader.read(fields));
      case NODE -> add(document, Node.read(fields));
      case SERVICE_PROFILE -> add(document, ProfileReader.read(fields));
      case SERVER -> add(document, ServerReader.read(fields));
      case EGRESS_NETWORK -> add(document, EgressReader.read(fields));
      case HTTP_ROUTE, GRPC_ROUTE, TLS_ROUTE, TCP_ROUTE ->
          RouteReader.read(document).ifPresent(route -> add(document, route));
      default -> add(document, readUnserved(document));
    }
  }

  private void add(Document document, Resource resource) {
    entries.add(new Entry(document, resource));
  }

  private static Resource readUnserved(Document document) {
    document.fields().ignore("spec", "status");
    return new Unserved(document.kind(), MetaReader.read(document.fields()));
  }

  private void readSettings(Document document) {
    var read = settingsReader.read(document.fields());
    if (settingsDocument == null) {
      settings = read;
      settingsDocument = document;
    } else {
      var first = settingsDocument.at("kind").place();
      document.at("kind").refuse("one Mesh; the first is at " + first);
    }
  }

  private Map<String, Place> sections() {
    var places = new HashMap<String, Place>();
    if (settingsDocument != null) {
      var spec = settingsDocument.at("spec").fields();
      spec.all().forEach((key, value) -> places.put(key, value.place()));
    }
    return places;
  }

  private void requireSettings() {
    if (settingsDocument == null) {
      problems.error(Place.of(path), "", "no document of kind Mesh", "exactly one");
    }
  }
}
