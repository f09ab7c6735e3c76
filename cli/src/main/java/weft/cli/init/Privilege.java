package weft.cli.init;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this process may change the kernel's rules. */
final class Privilege {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int NET_ADMIN = 12;

  private Privilege() {}

  /** What a failure probably comes from; empty if not from a lack of rights. */
  static String hint() {
    return has() ? "" : " (that takes root, or CAP_NET_ADMIN and CAP_NET_RAW)";
  }

  private static boolean has() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("CapEff:")) {
          long effective = Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
          return (effective >> NET_ADMIN & 1) != 0;
        }
      }
      return true;
    } catch (IOException | NumberFormatException e) {
      return true; // who does not know does not guess
    }
  }
}
