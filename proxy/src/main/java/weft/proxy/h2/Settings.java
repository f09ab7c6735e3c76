package weft.proxy.h2;

import java.util.Arrays;

/** The SETTINGS frame that we say first: only what is not the default. */
final class Settings {
  private int[] pairs = new int[12];
  private int size;

  Settings add(int setting, int value) {
    pairs[size++] = setting;
    pairs[size++] = value;
    return this;
  }

  Settings unless(int usual, int setting, int value) {
    return value == usual ? this : add(setting, value);
  }

  /** What a side says of itself, client or server. */
  Settings own(H2Options options) {
    return unless(Frame.DEFAULT_WINDOW, Frame.INITIAL_WINDOW_SIZE, options.streamWindow())
        .unless(Frame.DEFAULT_MAX_SIZE, Frame.MAX_FRAME_SIZE, options.maxFrameSize())
        .add(Frame.MAX_HEADER_LIST_SIZE, options.maxHeaderListSize())
        .unless(0, WrittenNames.SETTING, options.writtenNames() ? 1 : 0);
  }

  void write(FrameWriter writer) {
    writer.settings(Arrays.copyOf(pairs, size));
  }
}
