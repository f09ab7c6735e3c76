package weft.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMetricsTest {
  @TempDir Path proc;

  private String scrape() {
    var registry = new Registry(() -> 0, 100);
    ProcessMetrics.declare(registry, proc, InstantSource.fixed(Instant.ofEpochSecond(1000)));
    var out = new StringBuilder();
    registry.write(out::append, Duration.ZERO);
    return out.toString();
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    assertThat(scrape())
        .contains("process_start_time_seconds 1000.0\n")
        .contains("process_clock_time_seconds 1000\n")
        .doesNotContain("process_threads 0");
  }

  @Test
  void procIsRead() throws Exception {
    Files.createDirectories(proc.resolve("self/fd"));
    Files.createFile(proc.resolve("self/fd/0"));
    Files.createDirectories(proc.resolve("self/net"));
    Files.writeString(
        proc.resolve("self/stat"),
        "7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 21 18 19 4096000 10 22\n");
    Files.writeString(
        proc.resolve("self/limits"),
        "Max cpu time  unlimited\nMax open files   1024   2048 files\n");
    Files.writeString(
        proc.resolve("self/net/netstat"),
        "TcpExt: A\nTcpExt: 1\nIpExt: a b c d e f InOctets OutOctets\nIpExt: 1 2 3 4 5 6 70 80 9\n");
    assertThat(scrape())
        .contains("process_cpu_seconds_total 2.0\n")
        .contains("process_threads 21\n")
        .contains("process_virtual_memory_bytes 4096000\n")
        .contains("process_resident_memory_bytes 40960\n")
        .contains("process_open_fds 1\n")
        .contains("process_max_fds 1024\n")
        .contains("process_network_receive_bytes_total 70\n")
        .contains("process_network_transmit_bytes_total 80\n");
  }
}
