package weft.control.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a query into those of its answer.
 *
 * <p>No state but the names; callable from any thread that may call them. What is too short for a
 * header, and what is itself an answer, gets none, so that two servers cannot send errors to each
 * other for ever.
 */
final class Responder {
  private static final int FORMAT_ERROR = 1;
  private static final int NO_SUCH_NAME = 3;
  private static final int NOT_IMPLEMENTED = 4;
  private static final int REFUSED = 5;
  private static final int BAD_VERSION = 16;

  private static final int RESPONSE = 0x8000;
  private static final int OPCODE = 0x7800;
  private static final int INTERNET = 1;
  private static final int ANY = 255;
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int TCP_SIZE = 65535;

  private final Names names;

  Responder(Names names) {
    this.names = names;
  }

  /**
   * Answers one packet.
   *
   * @param query stays with the caller
   * @return the answer, the caller's; null if none must be sent
   */
  @Nullable ByteBuf overUdp(ByteBuf query, ByteBufAllocator allocator) {
    return respond(query, allocator, true);
  }

  /** As {@link #overUdp}, for messages without their length in front. */
  @Nullable ByteBuf overTcp(ByteBuf query, ByteBufAllocator allocator) {
    return respond(query, allocator, false);
  }

  private @Nullable ByteBuf respond(ByteBuf query, ByteBufAllocator allocator, boolean udp) {
    if (query.readableBytes() < Question.HEADER) {
      return null;
    }
    int id = query.getUnsignedShort(query.readerIndex());
    int flags = query.getUnsignedShort(query.readerIndex() + 2);
    if ((flags & RESPONSE) != 0) {
      return null;
    }
    var question = (flags & OPCODE) == 0 ? Question.parse(query) : null;
    var reply = (flags & OPCODE) == 0 ? reply(question) : Reply.refusal(NOT_IMPLEMENTED);
    var out = allocator.buffer();
    var writer = new ReplyWriter(out, names.zone());
    writer.write(id, flags, question, reply, udp ? udpSize(question) : TCP_SIZE);
    return out;
  }

  private static int udpSize(@Nullable Question question) {
    int asked = question == null ? Question.PLAIN_SIZE : question.udpSize();
    return Math.min(asked, ReplyWriter.UDP_SIZE);
  }

  private Reply reply(@Nullable Question question) {
    if (question == null) {
      return Reply.refusal(FORMAT_ERROR);
    }
    if (question.ednsVersion() > 0) {
      return Reply.refusal(BAD_VERSION);
    }
    boolean internet = question.recordClass() == INTERNET || question.recordClass() == ANY;
    return internet && isOurs(question.name()) ? answer(question) : Reply.refusal(REFUSED);
  }

  private boolean isOurs(String name) {
    return name.equals(names.zone()) || name.endsWith("." + names.zone());
  }

  private Reply answer(Question question) {
    var entry = find(question.name());
    if (entry == null) {
      return Reply.ofZone(NO_SUCH_NAME, List.of());
    }
    return switch (question.type()) {
      case A -> addresses(entry, Inet4Address.class::isInstance);
      case AAAA -> addresses(entry, Inet6Address.class::isInstance);
      case ANY -> addresses(entry, _ -> true);
      case SRV -> services(entry);
      default -> Reply.ofZone(0, List.of());
    };
  }

  /** A name of the zone, or {@code _PORT._PROTOCOL} in front of one (RFC 2782). */
  private Names.@Nullable Entry find(String name) {
    if (!name.startsWith("_")) {
      return names.lookup(name);
    }
    int protocol = name.indexOf("._");
    int rest = name.indexOf('.', protocol + 1);
    if (protocol < 0 || rest < 0 || !isOurs(name.substring(rest + 1))) {
      return null;
    }
    var whole = names.lookup(name.substring(rest + 1));
    return whole == null
        ? null
        : portOf(whole, name.substring(1, protocol), name.substring(protocol + 2, rest));
  }

  private static Names.@Nullable Entry portOf(Names.Entry whole, String port, String protocol) {
    var services =
        whole.services().stream()
            .filter(s -> s.port().equals(port) && s.protocol().equals(protocol))
            .toList();
    return services.isEmpty() ? null : new Names.Entry(List.of(), services);
  }

  private static Reply addresses(Names.Entry entry, Predicate<InetAddress> wanted) {
    return Reply.ofZone(
        0, entry.addresses().stream().filter(wanted).map(Reply.Answer.Address::new).toList());
  }

  private static Reply services(Names.Entry entry) {
    return Reply.ofZone(
        0,
        entry.services().stream()
            .map(s -> new Reply.Answer.Service(s.number(), s.target()))
            .toList());
  }
}
