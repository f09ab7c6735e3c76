package weft.proxy.h2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose bytes lie where in what was written, to tell each stream what of it has left,
 * once for all that one write took.
 *
 * <p>A ring of the frames that have not left, which the scheduler bounds; nothing is allocated a
 * frame.
 */
final class Departures {
  private static final int FIRST = 16;

  private @Nullable Outlet[] outlets = new Outlet[FIRST];
  private int[] bytes = new int[FIRST];
  private long[] ends = new long[FIRST];
  private int head;
  private int count;
  private long left;
  private final List<Outlet> toGrant = new ArrayList<>();
  private boolean granting;

  /** So many octets of the connection had left before. */
  Departures(long left) {
    this.left = left;
  }

  /**
   * {@code size} bytes of {@code outlet} were written; all that was written ends at {@code end}.
   */
  void add(Outlet outlet, int size, long end) {
    if (count == outlets.length) {
      grow();
    }
    int slot = (head + count) & (outlets.length - 1);
    outlets[slot] = outlet;
    bytes[slot] = size;
    ends[slot] = end;
    count++;
  }

  private void grow() {
    int size = outlets.length;
    var moved = Arrays.copyOf(outlets, size * 2);
    var movedBytes = Arrays.copyOf(bytes, size * 2);
    var movedEnds = Arrays.copyOf(ends, size * 2);
    for (int i = 0; i < count; i++) {
      int slot = (head + i) & (size - 1);
      moved[i] = outlets[slot];
      movedBytes[i] = bytes[slot];
      movedEnds[i] = ends[slot];
    }
    Arrays.fill(moved, count, moved.length, null);
    outlets = moved;
    bytes = movedBytes;
    ends = movedEnds;
    head = 0;
  }

  /** So many octets of the connection have left. */
  void left(int octets) {
    left += octets;
    while (count > 0 && ends[head] <= left) {
      var outlet = outlets[head];
      if (outlet != null && outlet.left(bytes[head])) {
        toGrant.add(outlet);
      }
      outlets[head] = null;
      head = (head + 1) & (outlets.length - 1);
      count--;
    }
    grant();
  }

  private void grant() {
    if (granting) {
      return;
    }
    granting = true;
    for (int i = 0; i < toGrant.size(); i++) {
      toGrant.get(i).grantLeft();
    }
    toGrant.clear();
    granting = false;
  }
}
