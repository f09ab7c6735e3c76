package weft.control.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.testkit.Covers;

final class FileWatchTest {
  @TempDir Path directory;
  private final FileWatch watch = new FileWatch();
  private Path file;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(directory.resolve("mesh.yaml"), "one");
    watch.reset(List.of(file));
  }

  private boolean look() {
    return watch.settledAnew(List.of(file));
  }

  @Test
  void aChangeIsToldOnceAndOnlyWhenItStandsStill() throws IOException {
    assertThat(look()).isFalse();
    Files.writeString(file, "more");
    assertThat(look()).isFalse();
    Files.writeString(file, "and more");
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
    assertThat(look()).isFalse();
  }

  @Test
  void whoEditsAllTheTimeIsHeardAtEveryFourthLook() throws IOException {
    for (int i = 0; i < 8; i++) {
      Files.writeString(file, "x".repeat(10 + i));
      assertThat(look()).as("look %d", i).isEqualTo(i % 4 == 3);
    }
  }

  @Test
  @Covers("control-plane#S3")
  void aFileRenamedOverIsSeen() throws IOException {
    var fresh = Files.writeString(directory.resolve("fresh"), "two");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
  }

  @Test
  @Covers("control-plane#S3")
  void aLinkThatPointsElsewhereIsSeen() throws IOException {
    var link = directory.resolve("link.yaml");
    Files.createSymbolicLink(link, file);
    watch.reset(List.of(link));
    Files.delete(link);
    Files.createSymbolicLink(link, Files.copy(file, directory.resolve("other")));
    assertThat(watch.settledAnew(List.of(link))).isFalse();
    assertThat(watch.settledAnew(List.of(link))).isTrue();
  }

  @Test
  void aFileThatIsGoneIsAChange() throws IOException {
    Files.delete(file);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
  }
}
