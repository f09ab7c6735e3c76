package weft.proxy.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;

/** The examples of RFC 7541, appendix C, and what a decoder must refuse. */
final class HpackExamplesTest {
  private final HpackDecoder decoder = new HpackDecoder(new HeaderCache());

  private List<String> decode(String hex) throws HpackException {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    var lines = new Collected();
    decoder.decode(octets, 0, octets.length, lines);
    return lines.text;
  }

  private static final class Collected implements HpackDecoder.Lines {
    final List<String> text = new ArrayList<>();

    @Override
    public void line(Header line) {
      text.add((line.isSensitive() ? "secret " : "") + line);
    }

    @Override
    public void malformed(Header line) {
      text.add("malformed " + line);
    }
  }

  @Test
  void literalsOfC2() throws HpackException {
    assertThat(decode("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
        .containsExactly("custom-key: custom-header");
    assertThat(decode("040c 2f73 616d 706c 652f 7061 7468")).containsExactly(":path: /sample/path");
    assertThat(decode("1008 7061 7373 776f 7264 0673 6563 7265 74"))
        .containsExactly("secret password: secret");
    assertThat(decode("82")).containsExactly(":method: GET");
  }

  @Test
  void requestsOfC3() throws HpackException {
    assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
        .containsExactly(
            ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
    assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865"))
        .contains(":authority: www.example.com", "cache-control: no-cache");
    assertThat(decode("8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65"))
        .containsExactly(
            ":method: GET",
            ":scheme: https",
            ":path: /index.html",
            ":authority: www.example.com",
            "custom-key: custom-value");
  }

  @Test
  void huffmanCodedRequestsOfC4() throws HpackException {
    assertThat(decode("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"))
        .contains(":authority: www.example.com");
    assertThat(decode("8286 84be 5886 a8eb 1064 9cbf")).contains("cache-control: no-cache");
    assertThat(decode("8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
        .contains("custom-key: custom-value");
  }

  @Test
  void responsesOfC6EvictWhatDoesNotFit() throws HpackException {
    assertThat(
            decode(
                "3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0"
                    + "82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
        .containsExactly(
            ":status: 302",
            "cache-control: private",
            "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com");
    assertThat(decode("4883 640e ffc1 c0bf")).startsWith(":status: 307");
    assertThat(
            decode(
                "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                    + "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5"
                    + "291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07"))
        .contains(
            "content-encoding: gzip",
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80|index 0 means nothing",
        "be|an index must lie within the tables",
        "3fe21f|a table size update must be at most 4096",
        "8220|a table size update must begin a block",
        "400a63|a header block must not end inside a field",
        "40|a header block must not end inside a field",
        "ffffffffffff|an integer must be less than",
        "4084ffffffff00|a Huffman code must not hold EOS",
        "408125 00|padding must be at most 7 bits",
        "4082 0fff 00|padding must be at most 7 bits",
      })
  void brokenBlocksAreRefused(String hex, String rule) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOf(HpackException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void malformedLinesAreToldEachTimeAndKeepTheTable() throws HpackException {
    assertThat(decode("4003 4162 6301 78")).containsExactly("malformed Abc: x");
    assertThat(decode("be82")).containsExactly("malformed Abc: x", ":method: GET");
    assertThat(decode("0003 6162 6302 780a")).containsExactly("malformed abc: x\n");
    assertThat(decode("0003 6162 6302 2078")).containsExactly("malformed abc:  x");
  }

  @Test
  void aLineThatCameBeforeIsTheSameObject() throws HpackException {
    byte[] octets = HexFormat.of().parseHex("0003616263017a");
    var seen = new ArrayList<Header>();
    for (int i = 0; i < 2; i++) {
      decoder.decode(
          octets,
          0,
          octets.length,
          new HpackDecoder.Lines() {
            @Override
            public void line(Header line) {
              seen.add(line);
            }

            @Override
            public void malformed(Header line) {}
          });
    }
    assertThat(seen.get(0)).isSameAs(seen.get(1));
  }

  @Test
  void aRepeatedLineCostsOneOctetFromTheThirdTimeOn() {
    var encoder = new HpackEncoder();
    var block = new Block(64);
    var line = Header.of(HeaderName.of("x-forwarded-proto"), "grpc");
    int[] sizes = new int[4];
    for (int i = 0; i < 4; i++) {
      block.clear();
      encoder.begin(block);
      encoder.line(block, line);
      sizes[i] = block.size();
    }
    assertThat(sizes[0]).isEqualTo(sizes[1]).isGreaterThan(10);
    assertThat(sizes[2]).isOne();
    assertThat(sizes[3]).isOne();
  }

  @Test
  void aSecretIsNeverIndexed() {
    var encoder = new HpackEncoder();
    var secret = Header.sensitive(HeaderName.of("authorization"), new byte[] {'x'});
    for (int i = 0; i < 3; i++) {
      var block = new Block(64);
      encoder.line(block, secret);
      assertThat(block.octets()[0] & 0xf0).isEqualTo(0x10);
    }
  }

  @Test
  void aSmallerTableIsToldByItsSmallestSizeAndItsLast() throws HpackException {
    var encoder = new HpackEncoder();
    encoder.limit(0);
    encoder.limit(100);
    var block = new Block(64);
    encoder.begin(block);
    assertThat(HexFormat.of().formatHex(block.octets(), 0, block.size())).isEqualTo("203f45");
  }
}
