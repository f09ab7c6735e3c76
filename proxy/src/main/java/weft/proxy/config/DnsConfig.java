package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolution of names. {@code servers} answer for the mesh's suffixes, the system's for the rest;
 * null TTL: not clamped. Source: config.md 3.11, contracts.md 3.
 */
public record DnsConfig(
    @Nullable Duration minTtl,
    @Nullable Duration maxTtl,
    List<InetSocketAddress> servers,
    List<Suffix> search) {

  private static final int PORT = 53;

  static final Entry<Duration> MIN_TTL =
      Entry.linkerd("DNS_MIN_TTL", Syntax.DURATION, null, "Answers are kept at least this long.");
  static final Entry<Duration> MAX_TTL =
      Entry.linkerd("DNS_MAX_TTL", Syntax.DURATION, null, "Answers are kept at most this long.");
  static final Entry<List<InetSocketAddress>> SERVERS =
      new Entry<>(
          "WEFT_DNS_SERVERS",
          new Syntax<>("servers", "IP or IP:PORT with commas", DnsConfig::parseServers),
          "",
          "Name servers for names of the mesh; empty: the system's.");
  static final Entry<List<Suffix>> SEARCH =
      new Entry<>(
          "WEFT_DNS_SEARCH",
          new Syntax<>("search list", "DNS suffixes with blanks", DnsConfig::parseSearch),
          "",
          "Suffixes that complete a name without dots; empty: the system's list.");
  static final List<Entry<?>> ENTRIES = List.of(MIN_TTL, MAX_TTL, SERVERS, SEARCH);

  static DnsConfig read(Env env) {
    return new DnsConfig(env.find(MIN_TTL), env.find(MAX_TTL), env.get(SERVERS), env.get(SEARCH));
  }

  private static List<InetSocketAddress> parseServers(String text) throws BadValue {
    var servers = new ArrayList<InetSocketAddress>();
    for (String item : Addresses.items(text)) {
      InetAddress ip = Ip.parse(item);
      servers.add(ip == null ? Addresses.socket(item) : new InetSocketAddress(ip, PORT));
    }
    return List.copyOf(servers);
  }

  private static List<Suffix> parseSearch(String text) throws BadValue {
    return Addresses.suffixes(text.strip().replace(' ', ','));
  }
}
