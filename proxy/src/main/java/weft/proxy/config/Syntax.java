package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How values of a type are written: one word for tables, what is accepted, and the parser, which
 * alone knows the notation of its errors.
 */
record Syntax<T>(String type, String accepts, Parser<T> parser) {
  static final Syntax<Boolean> BOOL = new Syntax<>("bool", "true or false", Scalars::bool);
  static final Syntax<Integer> U32 =
      new Syntax<>("number", "a whole number up to 4294967295", Scalars::u32);
  static final Syntax<Integer> SIZE = new Syntax<>("number", "a whole number", Scalars::size);
  static final Syntax<Integer> POSITIVE =
      new Syntax<>("number", "a whole number from 1", Scalars::positive);
  static final Syntax<Double> FLOAT = new Syntax<>("float", "a decimal number", Scalars::decimal);
  static final Syntax<Duration> DURATION =
      new Syntax<>("duration", "a whole number with ms, s, m, h or d", Scalars::duration);
  static final Syntax<String> TEXT = new Syntax<>("text", "any text", text -> text);
  static final Syntax<InetSocketAddress> SOCKET =
      new Syntax<>("socket address", "IP:PORT or [IPV6]:PORT", Addresses::socket);
  static final Syntax<List<InetSocketAddress>> SOCKETS =
      new Syntax<>("socket addresses", "one or two of IP:PORT, with a comma", Addresses::sockets);
  static final Syntax<Addr> ADDRESS =
      new Syntax<>("address", "IP:PORT or NAME:PORT", Addresses::addr);
  static final Syntax<DnsName> DNS_NAME =
      new Syntax<>("DNS name", "a DNS name, no IP address", Addresses::name);
  static final Syntax<Id> ID =
      new Syntax<>("identity", "a DNS name without trailing dot, or a URI", Addresses::id);
  static final Syntax<List<InetAddress>> IPS =
      new Syntax<>("IP set", "IP addresses with commas, no blanks", Addresses::ips);
  static final Syntax<PortSet> PORTS =
      new Syntax<>("port set", "ports and ranges LOW-HIGH with commas", PortSet::parse);
  static final Syntax<List<Cidr>> NETWORKS =
      new Syntax<>("network set", "networks IP/PREFIX with commas", Addresses::networks);
  static final Syntax<List<Suffix>> SUFFIXES =
      new Syntax<>("suffix set", "DNS suffixes with commas; . is every name", Addresses::suffixes);

  /** Makes a value of a text. */
  interface Parser<T> {
    T parse(String text) throws BadValue;
  }

  T parse(String text) throws BadValue {
    return parser.parse(text);
  }
}
