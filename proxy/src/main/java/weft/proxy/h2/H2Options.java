package weft.proxy.h2;

import java.time.Duration;

/**
 * How a connection behaves: what it announces, and its bounds. Immutable; begins with {@link
 * #DEFAULT}.
 *
 * <p>Source: docs/spec/outbound.md 2 and 23.2, docs/spec/inbound.md 9.2, docs/spec/config.md 3.4.
 */
public final class H2Options {
  /** The bound of streams where none is announced. */
  public static final int UNANNOUNCED_STREAMS = 16_384;

  /** The defaults of the specification. */
  public static final H2Options DEFAULT = new H2Options();

  private int streamWindow = Frame.DEFAULT_WINDOW;
  private int connectionWindow = 1 << 20;
  private int maxConcurrentStreams;
  private int maxFrameSize = Frame.DEFAULT_MAX_SIZE;
  private int maxHeaderListSize = 16 << 10;
  private int maxHeaderLines = 256;
  private int mostStreams = UNANNOUNCED_STREAMS;
  private Duration headPatience = Duration.ofSeconds(30);
  private int maxPendingResets = 20;
  private int sendBuffer = 64 << 10;
  private Duration keepAliveInterval = Duration.ZERO;
  private Duration keepAliveTimeout = Duration.ZERO;
  private int maxWaiting = 10_000;
  private boolean extendedConnect;
  private boolean writtenNames;

  private H2Options() {}

  private H2Options(H2Options from) {
    streamWindow = from.streamWindow;
    connectionWindow = from.connectionWindow;
    maxConcurrentStreams = from.maxConcurrentStreams;
    maxFrameSize = from.maxFrameSize;
    maxHeaderListSize = from.maxHeaderListSize;
    maxHeaderLines = from.maxHeaderLines;
    mostStreams = from.mostStreams;
    headPatience = from.headPatience;
    maxPendingResets = from.maxPendingResets;
    sendBuffer = from.sendBuffer;
    keepAliveInterval = from.keepAliveInterval;
    keepAliveTimeout = from.keepAliveTimeout;
    maxWaiting = from.maxWaiting;
    extendedConnect = from.extendedConnect;
    writtenNames = from.writtenNames;
  }

  /** Bytes that a peer may send on a stream before any has left here. */
  public int streamWindow() {
    return streamWindow;
  }

  /** Bytes that it may send on all streams together; at least 65535. */
  public int connectionWindow() {
    return connectionWindow;
  }

  /** Other windows. */
  public H2Options withWindows(int stream, int connection) {
    var changed = new H2Options(this);
    changed.streamWindow = stream;
    changed.connectionWindow = Math.max(connection, Frame.DEFAULT_WINDOW);
    return changed;
  }

  /** Streams that a server announces to take at a time; 0 announces nothing. */
  public int maxConcurrentStreams() {
    return maxConcurrentStreams;
  }

  /** Streams that a server takes, announced or not. */
  int mostStreams() {
    return maxConcurrentStreams == 0 ? mostStreams : maxConcurrentStreams;
  }

  /** Another number of streams; 0 announces none. */
  public H2Options withMaxConcurrentStreams(int streams) {
    var changed = new H2Options(this);
    changed.maxConcurrentStreams = streams;
    return changed;
  }

  /** Another number of streams that are taken where none is announced. */
  public H2Options withMostStreams(int streams) {
    var changed = new H2Options(this);
    changed.mostStreams = streams;
    return changed;
  }

  /** Lines of one head, and how long one may take from its first byte to its last. */
  public H2Options withHeads(int lines, Duration patience) {
    var changed = new H2Options(this);
    changed.maxHeaderLines = lines;
    changed.headPatience = patience;
    return changed;
  }

  /** The most lines of a head or of trailers. */
  int maxHeaderLines() {
    return maxHeaderLines;
  }

  /** How long the peer may take for a frame other than DATA, or a block of several. */
  Duration headPatience() {
    return headPatience;
  }

  /** The longest payload that is taken, 16384 to 16777215. */
  public int maxFrameSize() {
    return maxFrameSize;
  }

  /** The longest head or trailers that are taken, as HPACK counts them. */
  public int maxHeaderListSize() {
    return maxHeaderListSize;
  }

  /** Other bounds of frames and heads; a frame's is brought into what the protocol allows. */
  public H2Options withSizes(int maxFrame, int maxHeaderList) {
    var changed = new H2Options(this);
    changed.maxFrameSize = Math.clamp(maxFrame, Frame.DEFAULT_MAX_SIZE, Frame.LARGEST_MAX_SIZE);
    changed.maxHeaderListSize = maxHeaderList;
    return changed;
  }

  /** Streams that a client may open and reset within one turn of the loop. */
  public int maxPendingResets() {
    return maxPendingResets;
  }

  /** Another bound of rapid resets. */
  public H2Options withMaxPendingResets(int streams) {
    var changed = new H2Options(this);
    changed.maxPendingResets = streams;
    return changed;
  }

  /** Bytes that a stream holds for sending, written or not, until they leave; and one piece. */
  public int sendBuffer() {
    return sendBuffer;
  }

  /** Another bound of what a stream holds. */
  public H2Options withSendBuffer(int bytes) {
    var changed = new H2Options(this);
    changed.sendBuffer = bytes;
    return changed;
  }

  /** Silence after which the peer is asked to answer; zero: never. */
  public Duration keepAliveInterval() {
    return keepAliveInterval;
  }

  /** How long the answer may take. */
  public Duration keepAliveTimeout() {
    return keepAliveTimeout;
  }

  /** Pings after silence; both must be above zero to take effect. */
  public H2Options withKeepAlive(Duration interval, Duration timeout) {
    var changed = new H2Options(this);
    changed.keepAliveInterval = interval;
    changed.keepAliveTimeout = timeout;
    return changed;
  }

  /** Exchanges that a client lets wait while the peer takes no more streams. */
  public int maxWaiting() {
    return maxWaiting;
  }

  /** Another bound of waiting exchanges. */
  public H2Options withMaxWaiting(int exchanges) {
    var changed = new H2Options(this);
    changed.maxWaiting = exchanges;
    return changed;
  }

  /** A server takes the CONNECT of RFC 8441. */
  public boolean extendedConnect() {
    return extendedConnect;
  }

  /** With or without RFC 8441. */
  public H2Options withExtendedConnect(boolean taken) {
    var changed = new H2Options(this);
    changed.extendedConnect = taken;
    return changed;
  }

  /** The peer may be one of us: how names were written travels if it says so too. */
  boolean writtenNames() {
    return writtenNames;
  }

  /** With or without the case of names. */
  public H2Options withWrittenNames(boolean travel) {
    var changed = new H2Options(this);
    changed.writtenNames = travel;
    return changed;
  }
}
