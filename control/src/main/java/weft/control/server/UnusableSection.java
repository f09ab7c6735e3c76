package weft.control.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import weft.control.ca.BadKeyMaterial;

/** A section of the Mesh document names files that cannot be used; the message says why. */
final class UnusableSection extends Exception {
  private static final long serialVersionUID = 1;

  private final String section;

  private UnusableSection(String section, String why, Exception cause) {
    super(why, cause);
    this.section = section;
  }

  /** As in {@code spec.SECTION}. */
  String section() {
    return section;
  }

  /** Reads what a section names. */
  interface Reading<T> {
    T read() throws IOException, BadKeyMaterial;
  }

  static <T> T reading(String section, Reading<T> reading) throws UnusableSection {
    try {
      return reading.read();
    } catch (NoSuchFileException e) {
      throw new UnusableSection(section, "no such file: " + e.getFile(), e);
    } catch (AccessDeniedException e) {
      throw new UnusableSection(section, "a file that may not be read: " + e.getFile(), e);
    } catch (IOException | BadKeyMaterial e) {
      throw new UnusableSection(section, String.valueOf(e.getMessage()), e);
    }
  }
}
