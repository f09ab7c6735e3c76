package weft.control.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer (RFC 1035, 4.1). The buffer stays with the caller.
 *
 * <p>The question's name stands right behind the header, so that every answer's name is a pointer
 * there.
 */
final class ReplyWriter {
  /** How long resolvers may keep what we say, yes or no; an edit of the mesh shows after it. */
  static final int TTL_SECONDS = 5;

  /** What fits everywhere without fragments (DNS flag day 2020). */
  static final int UDP_SIZE = 1232;

  private static final int RESPONSE = 0x8000;
  private static final int AUTHORITATIVE = 0x0400;
  private static final int TRUNCATED = 0x0200;
  private static final int COPIED = 0x7900; // opcode, recursion desired
  private static final int INTERNET = 1;
  private static final int QUESTION_NAME = 0xc000 | Question.HEADER;
  private static final int EDNS_LENGTH = 11;

  private final ByteBuf out;
  private final int start;
  private final String zone;

  ReplyWriter(ByteBuf out, String zone) {
    this.out = out;
    this.start = out.writerIndex();
    this.zone = zone;
  }

  /**
   * Writes the whole message.
   *
   * @param question null if it could not be read
   * @param limit how many bytes there may be; where that is too few, the answers stay out and the
   *     client is told to ask again over TCP
   */
  void write(int id, int queryFlags, @Nullable Question question, Reply reply, int limit) {
    boolean edns = question != null && question.edns();
    header(id, queryFlags, reply);
    question(question);
    int records = out.writerIndex();
    records(reply);
    if (out.writerIndex() - start + (edns ? EDNS_LENGTH : 0) > limit) {
      out.writerIndex(records);
      truncate();
    }
    if (edns) {
      edns(reply.code());
    }
  }

  private void header(int id, int queryFlags, Reply reply) {
    int flags = RESPONSE | (queryFlags & COPIED) | (reply.code() & 0xf);
    out.writeShort(id).writeShort(reply.authoritative() ? flags | AUTHORITATIVE : flags);
    out.writeShort(0).writeShort(reply.answers().size());
    out.writeShort(reply.isNegative() ? 1 : 0).writeShort(0);
  }

  private void question(@Nullable Question question) {
    if (question != null) {
      out.writeCharSequence(question.asSent(), StandardCharsets.ISO_8859_1);
      out.setShort(start + 4, 1);
    }
  }

  private void records(Reply reply) {
    for (var answer : reply.answers()) {
      answer(answer);
    }
    if (reply.isNegative()) {
      startOfAuthority();
    }
  }

  private void answer(Reply.Answer answer) {
    out.writeShort(QUESTION_NAME);
    switch (answer) {
      case Reply.Answer.Address(Inet4Address address) ->
          record(DnsRecordType.A, () -> out.writeBytes(address.getAddress()));
      case Reply.Answer.Address(var address) ->
          record(DnsRecordType.AAAA, () -> out.writeBytes(address.getAddress()));
      case Reply.Answer.Service(int port, var target) ->
          record(DnsRecordType.SRV, () -> service(port, target));
    }
  }

  /** Priority and weight 0: no target is preferred (RFC 2782). */
  private void service(int port, String target) {
    out.writeInt(0).writeShort(port);
    name(target);
  }

  private void startOfAuthority() {
    name(zone);
    record(
        DnsRecordType.SOA,
        () -> {
          name("ns.dns." + zone);
          name("hostmaster." + zone);
          // Serial, refresh, retry, expire: nobody transfers the zone. Minimum: RFC 2308, 4.
          out.writeInt(1).writeInt(7200).writeInt(1800).writeInt(86400).writeInt(TTL_SECONDS);
        });
  }

  private void record(DnsRecordType type, Runnable data) {
    out.writeShort(type.intValue()).writeShort(INTERNET).writeInt(TTL_SECONDS);
    int length = out.writerIndex();
    out.writeShort(0);
    data.run();
    out.setShort(length, out.writerIndex() - length - 2);
  }

  private void truncate() {
    out.setShort(start + 2, out.getUnsignedShort(start + 2) | TRUNCATED);
    out.setInt(start + 6, 0);
  }

  /** RFC 6891, 6.1.3: the upper bits of the code travel here. */
  private void edns(int code) {
    out.writeByte(0).writeShort(DnsRecordType.OPT.intValue()).writeShort(UDP_SIZE);
    out.writeInt((code >> 4) << 24).writeShort(0);
    out.setShort(start + 10, 1);
  }

  private void name(String name) {
    for (int from = 0; from < name.length(); ) {
      int dot = name.indexOf('.', from);
      int end = dot < 0 ? name.length() : dot;
      out.writeByte(end - from);
      out.writeCharSequence(name.substring(from, end), StandardCharsets.ISO_8859_1);
      from = end + 1;
    }
    out.writeByte(0);
  }
}
