package weft.proxy.h2;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;
import weft.proxy.h2.hpack.HpackDecoder;
import weft.proxy.h2.hpack.HpackEncoder;
import weft.proxy.h2.hpack.HpackException;
import weft.proxy.http.Reset;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.transport.Connection;

/**
 * What both sides of a connection have in common: settings, flow control, the life of streams, and
 * how it ends (RFC 9113).
 *
 * <p>On the connection's loop only. State is changed before anything is called out.
 */
abstract class H2Connection implements FrameSink {
  private static final long KEEP_ALIVE = 0x776566742d707567L;

  /** Once a rule, and still one that nobody breaks by mistake. */
  private static final String ON_ITSELF = "a stream must not depend on itself (RFC 7540, 5.3.1)";

  final Connection connection;
  final H2Options options;
  final H2Shared shared;
  final FrameWriter writer;
  final HeadWriter heads;
  final Sender sender;
  final InputWindow input;
  final PeerSettings peer;
  final Floods floods;
  final IntObjectHashMap<Stream> streams = new IntObjectHashMap<>();
  private final HpackEncoder encoder = new HpackEncoder();
  private final HpackDecoder decoder;
  private final FrameReader reader;
  private final KeepAlive keepAlive;
  private final ResetRing ourResets = new ResetRing();
  private Timer patience = Timer.UNSET;
  private boolean awaitsFrame;
  private boolean settled;
  private boolean over;

  H2Connection(Connection connection, H2Options options, H2Shared shared, boolean server) {
    this.connection = connection;
    this.options = options;
    this.shared = shared;
    this.writer = new FrameWriter(connection);
    this.heads = new HeadWriter(writer, encoder, shared);
    this.sender = new Sender(connection, writer);
    this.input = new InputWindow(writer, shared.budget, options.connectionWindow());
    this.peer = new PeerSettings(!server);
    this.floods = new Floods(connection.loop(), options.maxPendingResets());
    this.decoder = new HpackDecoder(shared.cache);
    byte[] preface = server ? Frame.preface() : null;
    this.reader = new FrameReader(this, options, preface, connection.loop().scratch());
    this.keepAlive =
        new KeepAlive(
            connection.loop(), options, () -> writer.ping(KEEP_ALIVE), this::keepAliveFailed);
  }

  /** Says the first frames. */
  void start() {
    greet();
    input.announce();
    keepAlive.start();
  }

  /** Preface and settings. */
  abstract void greet();

  /** The peer opens a stream that is not open; the collector has its head. */
  abstract void opens(int id, HeadCollector collector, boolean last) throws H2Fault;

  /** No frame has been on the stream, and it is the next side's to open. */
  abstract boolean isIdle(int id);

  /** The highest stream of the peer's that was taken. */
  abstract int lastTaken();

  /** Settings came, or a stream has gone: more may be possible now. */
  abstract void changed();

  /** The peer goes away. */
  abstract void goesAway(int lastId, int code, String text);

  /** The peer's frames on this stream are dropped, whatever they are. */
  boolean ignores(int id) {
    return false;
  }

  @Override
  public final boolean isOver() {
    return over || !connection.isOpen();
  }

  /** Bytes came; ownership is given. */
  final void received(ByteBuf bytes) {
    keepAlive.heard();
    try {
      boolean again = true;
      while (again) {
        again = read(bytes);
      }
      watchHead();
    } finally {
      bytes.release();
    }
  }

  /** What came in part must be whole in time; whole frames cost nothing here. */
  private void watchHead() {
    boolean waits = !isOver() && reader.isUnderWay();
    if (waits == awaitsFrame) {
      return;
    }
    awaitsFrame = waits;
    if (waits) {
      patience = connection.loop().after(options.headPatience(), this::frameTooLate);
    } else {
      patience.stop();
    }
  }

  private void frameTooLate() {
    if (awaitsFrame && !isOver()) {
      long limit = options.headPatience().toMillis();
      var rule = "a head must be whole within " + limit + "ms (limit)";
      punish(H2Fault.connection(ErrorCode.ENHANCE_YOUR_CALM, rule));
    }
  }

  /** Reads on until there is nothing left or something is wrong; whether to go on. */
  private boolean read(ByteBuf bytes) {
    try {
      reader.read(bytes);
      return false;
    } catch (H2Fault fault) {
      punish(fault);
      return !isOver();
    }
  }

  private void punish(H2Fault fault) {
    shared.faults.fault(
        connection.remoteAddress(), fault.code(), fault.endsConnection(), fault.rule());
    if (fault.endsConnection()) {
      die(fault.code(), fault.rule());
      return;
    }
    try {
      floods.localReset();
    } catch (H2Fault flood) {
      punish(flood);
      return;
    }
    var stream = streams.get(fault.streamId());
    reset(fault.streamId(), fault.code().code());
    if (stream != null) {
      stream.broke(new Reset.Malformed(fault.code().code(), fault.rule()));
    }
  }

  /** Ends the connection because of what the peer did. */
  private void die(ErrorCode code, String rule) {
    writer.goAway(lastTaken(), code, rule);
    connection.close();
    ends(new Reset.Malformed(code.code(), rule));
  }

  private void keepAliveFailed() {
    var rule = "no answer to a PING within " + options.keepAliveTimeout().toMillis() + "ms";
    writer.goAway(lastTaken(), ErrorCode.NO_ERROR, rule);
    connection.abort();
    ends(new Reset.Io(rule));
  }

  /** The connection takes and gives no more: ends its streams. */
  void ends(Reset why) {
    over = true;
    keepAlive.stop();
    patience.stop();
    for (Stream stream : open()) {
      streams.remove(stream.id());
      stream.broke(why);
    }
  }

  /** The streams that are open now; calling them may change which. */
  final Stream[] open() {
    return streams.values().toArray(Stream[]::new);
  }

  /** The socket took bytes. */
  final void sent(int bytes) {
    sender.sent(bytes);
    left();
  }

  /** After bytes have left. */
  void left() {}

  /** Both directions of a stream have ended. */
  final void forget(Stream stream) {
    streams.remove(stream.id());
    changed();
  }

  /** Resets a stream and takes it out of the map. */
  final void reset(int id, int code) {
    if (!isOver()) {
      writer.reset(id, code);
      ourResets.add(id);
    }
    streams.remove(id);
    changed();
  }

  /** The stream of a frame; null if it has gone. */
  private @Nullable Stream find(int id, String frame) throws H2Fault {
    var stream = streams.get(id);
    if (stream == null && isIdle(id)) {
      throw H2Fault.connection(
          ErrorCode.PROTOCOL_ERROR,
          frame + " must not come on an idle stream (RFC 9113, 5.1), got " + id);
    }
    return stream;
  }

  /** A frame on a stream that has gone, other than those that may always come. */
  final void gone(int id, String frame) throws H2Fault {
    if (!ourResets.mayHold(id) && !ignores(id)) {
      throw H2Fault.connection(
          ErrorCode.STREAM_CLOSED,
          frame + " must not come on a closed stream (RFC 9113, 5.1), got " + id);
    }
  }

  @Override
  public void dataBegins(int id, int payload, boolean last) throws H2Fault {
    var stream = find(id, "DATA");
    input.begins(payload);
    if (!last) {
      floods.data(payload);
    }
    if (stream == null) {
      gone(id, "DATA");
    } else if (stream.expectsData()) {
      stream.in.begins(payload);
    } else {
      throw H2Fault.stream(
          id, ErrorCode.PROTOCOL_ERROR, "DATA must follow a final head (RFC 9113, 8.1)");
    }
  }

  @Override
  public void padding(int id, int octets) {
    input.giveBack(octets);
    var stream = streams.get(id);
    if (stream != null) {
      stream.in.padding(octets);
    }
  }

  @Override
  public void data(int id, ByteBuf part, boolean last) throws H2Fault {
    int bytes = part.readableBytes();
    input.came(bytes);
    var stream = streams.get(id);
    if (stream == null) {
      part.release();
      input.left(bytes);
    } else {
      stream.in.data(part, last);
    }
  }

  @Override
  public void headers(int id, byte[] octets, int from, int end, boolean last, int dependsOn)
      throws H2Fault {
    var collector = shared.collector;
    var names = namesTravel() ? shared.names : null;
    collector.begin(options.maxHeaderListSize(), options.maxHeaderLines(), names);
    try {
      decoder.decode(octets, from, end, collector);
    } catch (HpackException broken) {
      throw H2Fault.connection(ErrorCode.COMPRESSION_ERROR, String.valueOf(broken.getMessage()));
    }
    if (id == dependsOn) {
      collector.breaks(ON_ITSELF);
    }
    var stream = streams.get(id);
    if (stream == null) {
      opens(id, collector, last);
      return;
    }
    if (stream.in.hasEnded()) {
      throw H2Fault.stream(
          id,
          ErrorCode.STREAM_CLOSED,
          "HEADERS must not follow the end of a stream (RFC 9113, 5.1)");
    }
    stream.headers(collector, last);
  }

  @Override
  public void priority(int id, int dependsOn) throws H2Fault {
    floods.control();
    if (id == dependsOn) {
      throw H2Fault.stream(id, ErrorCode.PROTOCOL_ERROR, ON_ITSELF);
    }
  }

  @Override
  public void wasReset(int id, int code) throws H2Fault {
    floods.reset();
    var stream = find(id, "RST_STREAM");
    if (stream != null) {
      streams.remove(id);
      stream.wasReset(code);
      changed();
    }
  }

  @Override
  public void settings(byte[] octets, int from, int end) throws H2Fault {
    floods.control();
    if (!settled) {
      settled = true;
      peer.first();
    }
    int before = peer.initialWindow();
    for (int at = from; at < end; at += 6) {
      peer.take(Frame.int16(octets, at), Frame.int32(octets, at + 2), encoder);
    }
    heads.namesTravel(namesTravel());
    writer.settingsAck();
    long by = (long) peer.initialWindow() - before;
    if (by != 0) {
      windowsChange(by);
    }
    changed();
  }

  private boolean namesTravel() {
    return options.writtenNames() && peer.writtenNames();
  }

  /** The peer's first settings have come. */
  final boolean isSettled() {
    return settled;
  }

  private void windowsChange(long by) throws H2Fault {
    for (Stream stream : open()) {
      try {
        stream.out.windowChanges(by);
      } catch (H2Fault overflow) {
        throw H2Fault.connection(overflow.code(), overflow.rule());
      }
    }
  }

  @Override
  public void settingsAck() throws H2Fault {
    floods.control();
  }

  @Override
  public void ping(byte[] octets, int from) throws H2Fault {
    floods.control();
    writer.pingAck(octets, from);
  }

  @Override
  public void pingAck(byte[] octets, int from) throws H2Fault {
    floods.control();
  }

  @Override
  public void goAway(int lastId, int code, String text) throws H2Fault {
    floods.control();
    goesAway(lastId, code, text);
  }

  @Override
  public void windowUpdate(int id, int octets) throws H2Fault {
    floods.update(sender.dataFrames());
    if (id == 0) {
      sender.windowGrows(octets);
      return;
    }
    var stream = find(id, "WINDOW_UPDATE");
    if (stream != null) {
      stream.out.windowChanges(octets);
    }
  }

  @Override
  public void unknown() throws H2Fault {
    floods.control();
  }
}
