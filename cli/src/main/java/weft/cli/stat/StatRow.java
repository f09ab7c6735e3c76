package weft.cli.stat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.control.json.Json;

/**
 * One proxy.
 *
 * @param numbers null where the proxy did not answer twice
 */
public record StatRow(String name, @Nullable Numbers numbers) {

  /**
   * What it carried to its application; requests to its admin server are left out.
   *
   * @param success share of responses, from 0 to 1; NaN without any
   * @param p50 milliseconds; NaN without any response
   * @param connections open now
   * @param readBytes a second, from clients
   * @param writtenBytes a second, to clients
   */
  public record Numbers(
      double success,
      double perSecond,
      double p50,
      double p95,
      double p99,
      long connections,
      double readBytes,
      double writtenBytes) {}

  /** {@code {"rows":[...]}}. */
  public static Json json(List<StatRow> rows) {
    var members = new LinkedHashMap<String, Json>();
    members.put("rows", new Json.Items(rows.stream().map(StatRow::json).toList()));
    return new Json.Members(members);
  }

  private Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("name", Json.of(name));
    members.put("meshed", Json.of(numbers != null));
    if (numbers != null) {
      members.put("success", number(numbers.success));
      members.put("rps", number(numbers.perSecond));
      members.put("latency_p50_ms", number(numbers.p50));
      members.put("latency_p95_ms", number(numbers.p95));
      members.put("latency_p99_ms", number(numbers.p99));
      members.put("tcp_conn", Json.of(numbers.connections));
      members.put("read_bytes_per_s", number(numbers.readBytes));
      members.put("write_bytes_per_s", number(numbers.writtenBytes));
    }
    return new Json.Members(members);
  }

  private static Json number(double value) {
    return Double.isFinite(value)
        ? new Json.Numeral(new BigDecimal(value, new MathContext(6)).stripTrailingZeros())
        : new Json.Nothing();
  }
}
