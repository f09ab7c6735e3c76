package weft.control.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices that files have become others, by looking: that sees writes in place, files renamed over,
 * and links that point elsewhere, on every kind of file system. One thread.
 */
final class FileWatch {
  /** Looks in a row that may find the files changing; who edits all the time is heard too. */
  private static final int MOST_RESTLESS = 4;

  /** What tells two states of a file apart without reading it. */
  private record Stamp(Path real, FileTime modified, long size, @Nullable Object key) {
    static @Nullable Stamp of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            file.toRealPath(),
            attributes.lastModifiedTime(),
            attributes.size(),
            attributes.fileKey());
      } catch (IOException _) {
        return null;
      }
    }
  }

  private Map<Path, @Nullable Stamp> acted = Map.of();
  private Map<Path, @Nullable Stamp> seen = Map.of();
  private int restless;

  /** Takes the files as they are for known. */
  void reset(Collection<Path> files) {
    acted = stamps(files);
    seen = acted;
  }

  /**
   * Looks once.
   *
   * @return true if the files differ from those last acted on, and stand still since the last look:
   *     an editor writes in several steps; or if they never stand still. They count as acted on
   *     then
   */
  boolean settledAnew(Collection<Path> files) {
    var now = stamps(files);
    restless = now.equals(seen) ? 0 : restless + 1;
    seen = now;
    boolean waits = restless > 0 && restless < MOST_RESTLESS;
    if (waits || now.equals(acted)) {
      return false;
    }
    acted = now;
    restless = 0;
    return true;
  }

  private static Map<Path, @Nullable Stamp> stamps(Collection<Path> files) {
    var stamps = new LinkedHashMap<Path, @Nullable Stamp>();
    files.forEach(file -> stamps.put(file, Stamp.of(file)));
    return stamps;
  }
}
