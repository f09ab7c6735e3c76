package weft.control.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.control.json.JsonException;

/**
 * One file a registration, each replaced as a whole; its time of change says when it was renewed.
 *
 * <p>A directory that cannot be read or written is said and survived: then registrations live in
 * memory alone, and a restart forgets them. One thread at a time.
 */
public final class StateDirectory {
  private static final String SUFFIX = ".json";
  private static final long LARGEST = 64 << 10;
  private static final int MOST = 10_000;
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);

  /** Tells two states of a file apart without reading it. */
  record Stamp(@Nullable FileTime modified, long size) {
    static final Stamp NONE = new Stamp(null, 0);
  }

  /** What a file says. */
  record Found(Registration registration, Stamp stamp) {}

  private final @Nullable Path path;
  private final InstantSource clock;
  private final Map<String, Found> known = new HashMap<>();
  private final Map<String, Stamp> bad = new HashMap<>();
  private @Nullable String trouble;

  /**
   * Nothing is made before there is something to write.
   *
   * @param path null where nothing is kept
   * @param clock for the files' times, which nobody compares with another clock
   */
  public StateDirectory(@Nullable Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  boolean isKept() {
    return path != null && trouble == null;
  }

  /** A tilde is in no name. */
  static String fileOf(Registration.Key key) {
    return key.namespace() + "~" + key.group() + "~" + key.instance() + SUFFIX;
  }

  /** Whether the directory itself is there: without it no file says that an instance is gone. */
  boolean isThere() {
    return path != null && Files.isDirectory(path);
  }

  /** All that is there and can be read, by the names of the files. */
  Map<String, Found> read() {
    var found = new HashMap<String, Found>();
    if (path == null || !Files.isDirectory(path)) {
      return found;
    }
    try (var files = Files.newDirectoryStream(path, "*~*~*" + SUFFIX)) {
      for (var file : files) {
        if (found.size() < MOST) {
          read(file, found);
        }
      }
      mended();
    } catch (IOException e) {
      tell(e);
    }
    known.keySet().retainAll(found.keySet());
    return found;
  }

  private void read(Path file, Map<String, Found> found) throws IOException {
    var name = String.valueOf(file.getFileName());
    try {
      var stamp = stamp(file);
      var before = known.get(name);
      if (before == null || !before.stamp().equals(stamp)) {
        before = new Found(RegistrationText.parse(text(file)), stamp);
        known.put(name, before);
      }
      found.put(name, before);
    } catch (NoSuchFileException _) {
      // Gone since the directory was listed.
    } catch (JsonException e) {
      tellOnce(file, name, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " has more than " + LARGEST + " bytes");
    }
    return Files.readString(file);
  }

  private void tellOnce(Path file, String name, String why) throws IOException {
    var stamp = stamp(file);
    if (!stamp.equals(bad.put(name, stamp))) {
      log.error("registry: {}: passed over: {}", file, why);
    }
  }

  /** Replaces a file as a whole; readers see the old one or the new one. */
  Stamp write(String file, Registration registration) {
    if (path == null) {
      return Stamp.NONE;
    }
    try {
      Files.createDirectories(path);
      var draft = Files.createTempFile(path, ".registration-", ".draft");
      try {
        Files.write(draft, RegistrationText.print(registration).getBytes(StandardCharsets.UTF_8));
        Files.move(
            draft,
            path.resolve(file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      return remember(file, registration);
    } catch (IOException e) {
      tell(e);
      return Stamp.NONE;
    }
  }

  /** Changes only the file's time, where the file is still there. */
  Stamp renew(String file, Registration registration) {
    if (path == null) {
      return Stamp.NONE;
    }
    try {
      Files.setLastModifiedTime(path.resolve(file), FileTime.from(clock.instant()));
      return remember(file, registration);
    } catch (IOException _) {
      return write(file, registration);
    }
  }

  void delete(String file) {
    try {
      if (path != null) {
        Files.deleteIfExists(path.resolve(file));
      }
    } catch (IOException e) {
      tell(e);
    }
  }

  private Stamp remember(String file, Registration registration) throws IOException {
    if (path == null) {
      return Stamp.NONE;
    }
    var stamp = stamp(path.resolve(file));
    known.put(file, new Found(registration, stamp));
    mended();
    return stamp;
  }

  private static Stamp stamp(Path file) throws IOException {
    return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
  }

  private void tell(IOException why) {
    if (!why.toString().equals(trouble)) {
      log.error("registry: {}: {}", path, why.toString());
    }
    trouble = why.toString();
  }

  private void mended() {
    trouble = null;
  }
}
