package weft.proxy.h1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import weft.proxy.http.Header;

/** Lines are found as a plain search finds them, and known again when they come again. */
class LinesTest {
  private final LineScan scan = new LineScan();
  private final Lines lines = new Lines();

  private Header field(String text) throws BadMessage {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    int end = scan.end(bytes, 0, bytes.length);
    return lines.fields().get(bytes, 0, end, scan.hash());
  }

  @Test
  void aLineSeenBeforeIsTheSameObject() throws BadMessage {
    Header first = field("X-Name: value");
    assertThat(field("X-Name: value")).isSameAs(first);
    assertThat(field("X-Name: other")).isNotSameAs(first);
  }

  @Test
  void aLongLineIsNotKept() throws BadMessage {
    String line = "X: " + "v".repeat(LineCache.LONGEST);
    assertThat(field(line)).isEqualTo(field(line)).isNotSameAs(field(line));
  }

  @Test
  void linesThatShareASlotAreToldApart() throws BadMessage {
    for (int i = 0; i < 5000; i++) {
      assertThat(field("X: " + i).valueText()).isEqualTo("" + i);
    }
  }

  @Property
  void theEndIsTheFirstLineFeed(
      @ForAll @Size(max = 40) @ByteRange(min = 8, max = 12) byte[] bytes,
      @ForAll @Size(max = 9) byte[] before) {
    var all = new byte[before.length + bytes.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(bytes, 0, all, before.length, bytes.length);
    assertThat(scan.end(all, before.length, all.length)).isEqualTo(search(all, before.length));
  }

  private static int search(byte[] all, int from) {
    for (int i = from; i < all.length; i++) {
      if (all[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  @Property
  void theHashIsOfTheLineAloneWhereverItStands(
      @ForAll @Size(max = 40) @ByteRange(min = 11, max = 127) byte[] line,
      @ForAll @Size(max = 9) byte[] before,
      @ForAll @Size(max = 9) byte[] after) {
    var alone = new byte[line.length + 1];
    System.arraycopy(line, 0, alone, 0, line.length);
    alone[line.length] = '\n';
    var among = new byte[before.length + alone.length + after.length];
    System.arraycopy(before, 0, among, 0, before.length);
    System.arraycopy(alone, 0, among, before.length, alone.length);
    System.arraycopy(after, 0, among, before.length + alone.length, after.length);
    scan.end(alone, 0, alone.length);
    int hash = scan.hash();
    scan.end(among, before.length, among.length);
    assertThat(scan.hash()).isEqualTo(hash);
  }
}
