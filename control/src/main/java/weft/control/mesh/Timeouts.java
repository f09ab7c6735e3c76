package weft.control.mesh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things may take; null: as long as they take.
 *
 * @param request the whole request
 * @param response from the end of the request to the end of the response
 * @param idle without any byte in either direction
 */
public record Timeouts(
    @Nullable Duration request, @Nullable Duration response, @Nullable Duration idle) {
  public static final Timeouts NONE = new Timeouts(null, null, null);

  public boolean isEmpty() {
    return equals(NONE);
  }
}
