package weft.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program starts another of its parts in a process of its own. */
public final class Java {
  /** The sidecar's memory: as the launcher says it. */
  public static final List<String> SIDECAR =
      List.of(
          "-Xms6m",
          "-Xmn2m",
          "-Xmx24m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:TrimNativeHeapInterval=5000",
          "-XX:ReservedCodeCacheSize=24m");

  /** One arena of the C library, as the launcher says it; {@code env} becomes the process. */
  private static final List<String> ENVIRONMENT = List.of("/usr/bin/env", "MALLOC_ARENA_MAX=1");

  private static final List<String> ALWAYS =
      List.of(
          "-D" + Child.OUR_ARENA + "=ours",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dio.netty.jfr.enabled=false",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Names the directory of the archives; the launcher sets it where they are up to date. */
  private static final String ARCHIVES = "weft.archives";

  private Java() {}

  /** The archive of already loaded classes for a main class, below the directory of archives. */
  public static String archive(String main) {
    return switch (main) {
      case "weft.cli.Run" -> "sidecar.aot";
      case "weft.cli.Weft" -> "control.aot";
      default -> "applications.aot";
    };
  }

  /** The same virtual machine and class path, another main class; arguments may follow. */
  public static List<String> command(String main, List<String> options) {
    var command = new ArrayList<>(ENVIRONMENT);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALWAYS);
    command.addAll(options);
    var archives = System.getProperty(ARCHIVES);
    if (archives != null) {
      command.add("-D" + ARCHIVES + '=' + archives);
      command.add("-XX:AOTCache=" + Path.of(archives, archive(main)));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    return command;
  }
}
