package weft.api;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A protobuf message read without its schema: every value by its field number.
 *
 * <p>The full protobuf runtime, which knows descriptors, clashes with the lite one; what a
 * descriptor set holds is simple enough to be read by number (the numbers: descriptor.proto).
 */
record Wire(Map<Integer, List<Object>> fields) {
  static Wire parse(byte[] bytes) {
    try {
      var in = CodedInputStream.newInstance(bytes);
      var fields = new HashMap<Integer, List<Object>>();
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        var values =
            fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>());
        values.add(value(in, tag));
      }
      return new Wire(fields);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a protobuf message", e);
    }
  }

  private static Object value(CodedInputStream in, int tag) throws IOException {
    return switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
      default -> throw new IOException("a descriptor has no wire type of tag " + tag);
    };
  }

  boolean has(int number) {
    return fields.containsKey(number);
  }

  /** Zero where absent. */
  int number(int number) {
    return has(number) ? ((Long) values(number).getLast()).intValue() : 0;
  }

  boolean flag(int number) {
    return number(number) != 0;
  }

  /** Empty where absent. */
  String text(int number) {
    return has(number) ? texts(number).getLast() : "";
  }

  List<String> texts(int number) {
    return bytes(number).map(b -> new String(b, StandardCharsets.UTF_8)).toList();
  }

  /** The message at a field; empty where absent. */
  Wire message(int number) {
    return has(number) ? messages(number).getLast() : new Wire(Map.of());
  }

  List<Wire> messages(int number) {
    return bytes(number).map(Wire::parse).toList();
  }

  private Stream<byte[]> bytes(int number) {
    return values(number).stream().map(byte[].class::cast);
  }

  private List<Object> values(int number) {
    return fields.getOrDefault(number, List.of());
  }
}
