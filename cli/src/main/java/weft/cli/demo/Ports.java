package weft.cli.demo;

import java.util.function.IntUnaryOperator;

/**
 * Where everything listens; all instances use the same numbers, each on an address of its own.
 *
 * @param control the control plane's TLS port
 * @param dns its DNS
 */
record Ports(
    int outbound, int inbound, int admin, int api, int greeter, int cache, int control, int dns) {
  /** What users get without saying anything. */
  static final Ports USUAL = new Ports(4140, 4143, 4191, 9001, 9002, 6379, 8443, 8053);

  /** The same with each number replaced. */
  Ports map(IntUnaryOperator change) {
    return new Ports(
        change.applyAsInt(outbound),
        change.applyAsInt(inbound),
        change.applyAsInt(admin),
        change.applyAsInt(api),
        change.applyAsInt(greeter),
        change.applyAsInt(cache),
        change.applyAsInt(control),
        change.applyAsInt(dns));
  }
}
