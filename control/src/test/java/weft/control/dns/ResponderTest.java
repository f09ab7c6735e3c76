package weft.control.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.handler.codec.dns.TcpDnsResponseDecoder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty's DNS codec writes the queries and reads the answers. */
final class ResponderTest {
  private static final String EDNS_4096 = "0000291000000000000000";

  private final Responder responder = new Responder(new FixedNames());

  @Test
  void aNameGetsItsAddressesOfTheFamilyAskedFor() {
    assertThat(answers(tcp(FixedNames.API, DnsRecordType.A))).containsExactly("A f04d0001");
    assertThat(answers(tcp(FixedNames.API, DnsRecordType.AAAA)))
        .containsExactly("AAAA fd000000000000000000000000000001");
    assertThat(answers(tcp(FixedNames.API, DnsRecordType.ANY))).hasSize(2);
  }

  @Test
  void theAnswerIsTheZonesAndStandsUnderTheNameAskedFor() {
    var response = decode(tcp(FixedNames.API, DnsRecordType.A));
    assertThat(response.isAuthoritativeAnswer()).isTrue();
    assertThat(response.isRecursionAvailable()).isFalse();
    assertThat(response.isRecursionDesired()).isTrue();
    assertThat(response.id()).isEqualTo(7);
    DnsRawRecord answer = response.recordAt(DnsSection.ANSWER);
    assertThat(answer.name()).isEqualTo(FixedNames.API + ".");
    assertThat(answer.timeToLive()).isEqualTo(5);
    response.release();
  }

  @Test
  void aNameGetsAllItsServicesAndAPortsNameItsOwn() {
    assertThat(answers(tcp(FixedNames.API, DnsRecordType.SRV)))
        .containsExactly("SRV 0 0 80 " + FixedNames.API, "SRV 0 0 9990 " + FixedNames.API);
    assertThat(answers(tcp("_http._tcp." + FixedNames.API, DnsRecordType.SRV)))
        .containsExactly("SRV 0 0 80 " + FixedNames.API);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web.default.svc.cluster.local",
        "_grpc._tcp.api.default.svc.cluster.local",
        "_http._udp.api.default.svc.cluster.local",
        "_http.api.default.svc.cluster.local",
        "_http._tcp.web.default.svc.cluster.local"
      })
  void anUnknownNameDoesNotExist(String name) {
    assertNegative(tcp(name, DnsRecordType.SRV), DnsResponseCode.NXDOMAIN);
  }

  @Test
  void aKnownNameWithoutSuchRecordsHasNone() {
    assertNegative(tcp(FixedNames.API, DnsRecordType.TXT), DnsResponseCode.NOERROR);
    assertNegative(tcp(FixedNames.MANY, DnsRecordType.AAAA), DnsResponseCode.NOERROR);
    assertNegative(tcp("default.svc.cluster.local", DnsRecordType.A), DnsResponseCode.NOERROR);
    assertNegative(tcp("_http._tcp." + FixedNames.API, DnsRecordType.A), DnsResponseCode.NOERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "notcluster.local", "local", "cluster.local.example.org"})
  void aNameOutsideTheZoneIsRefused(String name) {
    var response = decode(tcp(name, DnsRecordType.A));
    assertThat(response.code()).isEqualTo(DnsResponseCode.REFUSED);
    assertThat(response.isAuthoritativeAnswer()).isFalse();
    response.release();
  }

  @Test
  void theCaseOfANameDoesNotMatterAndComesBack() {
    var answer = tcp("aPi.DEFAULT.svc.Cluster.local", DnsRecordType.A);
    var response = decode(answer);
    assertThat(response.count(DnsSection.ANSWER)).isEqualTo(1);
    DnsQuestion question = response.recordAt(DnsSection.QUESTION);
    assertThat(question.name()).isEqualTo("aPi.DEFAULT.svc.Cluster.local.");
    response.release();
  }

  @Test
  void anAnswerTooLargeForUdpIsTruncatedAndWholeOverTcp() {
    var query = query(FixedNames.MANY, DnsRecordType.A);
    var small = decode(udp(query));
    assertThat(small.isTruncated()).isTrue();
    assertThat(small.count(DnsSection.ANSWER)).isZero();
    small.release();
    var whole = decode(tcp(FixedNames.MANY, DnsRecordType.A));
    assertThat(whole.isTruncated()).isFalse();
    assertThat(whole.count(DnsSection.ANSWER)).isEqualTo(FixedNames.MANY_ADDRESSES);
    whole.release();
  }

  @Test
  void noAnswerOverUdpIsLongerThanWhatFitsEverywhere() {
    var answer = udp(withEdns(query(FixedNames.MANY, DnsRecordType.A), EDNS_4096));
    assertThat(answer).isNotNull().hasSizeLessThanOrEqualTo(1232);
    var response = decode(answer);
    assertThat(response.isTruncated()).isTrue();
    assertThat(response.count(DnsSection.ADDITIONAL)).isEqualTo(1);
    response.release();
  }

  @Test
  void anUnknownVersionOfEdnsIsABadVersion() {
    var answer = udp(withEdns(query(FixedNames.API, DnsRecordType.A), "0000290200000100000000"));
    var response = decode(answer);
    assertThat(response.count(DnsSection.ANSWER)).isZero();
    DnsRawRecord edns = response.recordAt(DnsSection.ADDITIONAL);
    assertThat(edns.timeToLive() >>> 24).isEqualTo(1);
    response.release();
  }

  @Test
  void otherOperationsAreNotImplemented() {
    var update = query(FixedNames.API, DnsRecordType.A);
    update[2] = 0x28;
    assertThat(code(udp(update))).isEqualTo(DnsResponseCode.NOTIMP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000701000000000000000000", // no question
        "000701000002000000000000", // two
        "000701000001000000000000", // announced, not there
        "00070100000100000000000003617069", // a name without an end
        "000701000001000000000000c00c00010001", // a name that points to itself
        "00070100000100000000000040", // a label longer than 63
        "000701000001000000000000000001", // half a question
        "0007010000010001000000000000010001" // a record announced, not there
      })
  void brokenQueriesGetAFormatError(String hex) {
    assertThat(code(udp(HexFormat.of().parseHex(hex)))).isEqualTo(DnsResponseCode.FORMERR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0007", "0007010000010000000000", "000781000001000000000000"})
  void whatIsNoQueryGetsNoAnswer(String hex) {
    assertThat(udp(HexFormat.of().parseHex(hex))).isNull();
  }

  @Test
  void aNameLongerThan255BytesIsAFormatError() {
    var label = "3f" + "61".repeat(63);
    var hex = "000701000001000000000000" + label.repeat(4) + "0000010001";
    assertThat(code(udp(HexFormat.of().parseHex(hex)))).isEqualTo(DnsResponseCode.FORMERR);
  }

  @Test
  void aDotInsideALabelIsNoBorder() {
    var name = "0b6170692e64656661756c74" + "03737663" + "07636c7573746572" + "056c6f63616c" + "00";
    var hex = "000701000001000000000000" + name + "00010001";
    assertThat(code(udp(HexFormat.of().parseHex(hex)))).isEqualTo(DnsResponseCode.NXDOMAIN);
  }

  @Property
  void whateverArrivesIsAnsweredOrDropped(@ForAll byte[] bytes) {
    var answer = udp(bytes);
    assertThat(answer == null || answer.length >= Question.HEADER).isTrue();
  }

  private byte @Nullable [] tcp(String name, DnsRecordType type) {
    return bytes(
        responder.overTcp(
            Unpooled.wrappedBuffer(query(name, type)), UnpooledByteBufAllocator.DEFAULT));
  }

  private byte @Nullable [] udp(byte[] query) {
    return bytes(
        responder.overUdp(Unpooled.wrappedBuffer(query), UnpooledByteBufAllocator.DEFAULT));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuf answer) {
    if (answer == null) {
      return null;
    }
    try {
      return ByteBufUtil.getBytes(answer);
    } finally {
      answer.release();
    }
  }

  private static byte[] query(String name, DnsRecordType type) {
    var query = new DefaultDnsQuery(7).setRecursionDesired(true);
    query.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(name, type));
    var channel = new EmbeddedChannel(new TcpDnsQueryEncoder());
    channel.writeOutbound(query);
    ByteBuf encoded = channel.readOutbound();
    try {
      return ByteBufUtil.getBytes(encoded.skipBytes(2));
    } finally {
      encoded.release();
      channel.finishAndReleaseAll();
    }
  }

  private static byte[] withEdns(byte[] query, String record) {
    var whole = HexFormat.of().parseHex(HexFormat.of().formatHex(query) + record);
    whole[11] = 1;
    return whole;
  }

  private static DnsResponse decode(byte @Nullable [] reply) {
    var answer = Objects.requireNonNull(reply, "no answer");
    var channel = new EmbeddedChannel(new TcpDnsResponseDecoder());
    channel.writeInbound(Unpooled.buffer().writeShort(answer.length).writeBytes(answer));
    DnsResponse response = channel.readInbound();
    channel.finishAndReleaseAll();
    return response;
  }

  private static DnsResponseCode code(byte @Nullable [] answer) {
    var response = decode(answer);
    try {
      return response.code();
    } finally {
      response.release();
    }
  }

  private static void assertNegative(byte @Nullable [] answer, DnsResponseCode code) {
    var response = decode(answer);
    assertThat(response.code()).isEqualTo(code);
    assertThat(response.count(DnsSection.ANSWER)).isZero();
    DnsRawRecord authority = response.recordAt(DnsSection.AUTHORITY);
    assertThat(authority.type()).isEqualTo(DnsRecordType.SOA);
    assertThat(authority.name()).isEqualTo("cluster.local.");
    response.release();
  }

  private static List<String> answers(byte @Nullable [] answer) {
    var response = decode(answer);
    assertThat(response.code()).isEqualTo(DnsResponseCode.NOERROR);
    var texts = new ArrayList<String>();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      texts.add(text(response.recordAt(DnsSection.ANSWER, i)));
    }
    response.release();
    return texts;
  }

  private static String text(DnsRawRecord record) {
    var data = record.content();
    if (!record.type().equals(DnsRecordType.SRV)) {
      return record.type().name() + " " + ByteBufUtil.hexDump(data);
    }
    var numbers = data.readShort() + " " + data.readShort() + " " + data.readUnsignedShort();
    var target = DefaultDnsRecordDecoder.decodeName(data);
    return "SRV " + numbers + " " + target.substring(0, target.length() - 1);
  }
}
