package weft.testkit.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs small test classes in a launcher of their own and looks at their results. */
class InvariantsExtensionTest {
  private static final ByteBuf[] LEAKED = new ByteBuf[1];

  @Test
  void aBufferThatIsReleasedInAfterEachIsNoLeak() {
    assertThat(failureOf(Releases.class)).isEmpty();
  }

  @Test
  void aLeakedBufferFailsTheTestAndSaysWhereItWasMade() {
    assertThat(failureOf(Leaks.class))
        .contains("leaks: a ", "was not released", "Leaks.leaks(InvariantsExtensionTest.java:");
    LEAKED[0].release();
  }

  @Test
  void aBrokenInvariantInAFieldFailsTheTest() {
    assertThat(failureOf(HasTimers.class)).contains("armed timers: one that rings in 3 s");
  }

  @Test
  void aTestThatFailedBeforeIsNotBlamedTwice() {
    assertThat(failureOf(FailsAndLeaks.class)).isEqualTo("on purpose");
    LEAKED[0].release();
  }

  @Test
  void aProcessLeftFailsTheTest() {
    assertThat(failureOf(LeavesAProcess.class)).contains("processes: ", "sleep");
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aProcessThatAFixtureEndsLaterIsNoneLeft() {
    assertThat(failureOf(RestartsASharedServer.class)).isEmpty();
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  private static String failureOf(Class<?> test) {
    var failure = new StringBuilder();
    var listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier id, TestExecutionResult result) {
            result.getThrowable().ifPresent(t -> failure.append(t.getMessage()));
          }
        };
    var once =
        request()
            .selectors(selectClass(test))
            .configurationParameter(InvariantsExtension.GRACE_MILLIS, "50")
            .build();
    LauncherFactory.create().execute(once, listener);
    return failure.toString();
  }

  static final class Releases {
    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);

    @AfterEach
    void release() {
      buffer.release();
    }

    @Test
    void uses() {
      assertThat(buffer.isReadable()).isFalse();
    }
  }

  static final class Leaks {
    @Test
    void leaks() {
      LEAKED[0] = Unpooled.directBuffer(16);
    }
  }

  static final class FailsAndLeaks {
    @Test
    void fails() {
      LEAKED[0] = Unpooled.directBuffer(16);
      throw new IllegalStateException("on purpose");
    }
  }

  static final class HasTimers {
    final Invariant timers = new Armed();

    @Test
    void passes() {}
  }

  record Armed() implements Invariant {
    @Override
    public String name() {
      return "armed timers";
    }

    @Override
    public List<String> broken() {
      return List.of("one that rings in 3 s");
    }
  }

  static final class LeavesAProcess {
    @Test
    void starts() throws IOException {
      new ProcessBuilder("sleep", "60").start();
    }
  }

  static final class RestartsASharedServer {
    private final Set<Long> running = new HashSet<>();
    final Lasting server = () -> running;

    @Test
    void starts() throws IOException {
      running.add(new ProcessBuilder("sleep", "60").start().pid());
    }
  }
}
