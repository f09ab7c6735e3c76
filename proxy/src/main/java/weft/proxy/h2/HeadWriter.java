package weft.proxy.h2;

import org.jspecify.annotations.Nullable;
import weft.proxy.h2.hpack.Block;
import weft.proxy.h2.hpack.HpackEncoder;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.RequestHead;
import weft.proxy.http.ResponseHead;

/**
 * Writes heads and trailers of the exchange model as header blocks (RFC 9113, 8.3).
 *
 * <p>Fields that belong to one connection are left out, but {@code te: trailers}.
 */
final class HeadWriter {
  private static final Header HTTP = Header.of(HeaderName.SCHEME, "http");

  private final FrameWriter writer;
  private final HpackEncoder encoder;
  private final Block block;
  private final WrittenNames names;
  private boolean namesTravel;

  HeadWriter(FrameWriter writer, HpackEncoder encoder, H2Shared shared) {
    this.writer = writer;
    this.encoder = encoder;
    this.block = shared.block;
    this.names = shared.names;
  }

  /** Whether the peer is told how names were written. */
  void namesTravel(boolean travel) {
    namesTravel = travel;
  }

  void request(int id, RequestHead head, boolean last) {
    encoder.begin(block);
    encoder.line(block, head.method());
    if (head.protocol() != null || !head.hasMethod("CONNECT")) {
      var scheme = head.scheme();
      encoder.line(block, scheme == null ? HTTP : scheme);
      encoder.line(block, head.path());
    }
    optional(head.authority());
    optional(head.protocol());
    fields(head.headers());
    write(id, last);
  }

  void response(int id, ResponseHead head, boolean last) {
    encoder.begin(block);
    encoder.line(block, head.statusLine());
    fields(head.headers());
    write(id, last);
  }

  void trailers(int id, Headers trailers) {
    encoder.begin(block);
    fields(trailers);
    write(id, true);
  }

  private void optional(@Nullable Header line) {
    if (line != null) {
      encoder.line(block, line);
    }
  }

  private void fields(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      var line = headers.get(i);
      switch (line.name().kind()) {
        case END_TO_END, FRAMING -> encoder.line(block, line);
        case HOP_BY_HOP -> trailersWanted(line);
        case PSEUDO -> {}
      }
    }
    if (namesTravel) {
      optional(names.of(headers));
    }
  }

  private void trailersWanted(Header line) {
    if (line.is(HeaderName.TE) && line.hasValue("trailers")) {
      encoder.line(block, line);
    }
  }

  private void write(int id, boolean last) {
    writer.headers(id, block, last);
    block.clear();
  }
}
