package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Addresses, names, and lists of them. Source: config.md 2. */
final class Addresses {
  private Addresses() {}

  static InetSocketAddress socket(String text) throws BadValue {
    InetSocketAddress address = Ip.parseSocket(text);
    if (address == null) {
      throw new BadValue(
          Addr.parse(text) == null ? "AddrError(" + fault(text) + ")" : "HostIsNotAnIpAddress");
    }
    return address;
  }

  static List<InetSocketAddress> sockets(String text) throws BadValue {
    List<String> items = split(text);
    if (items.size() > 2) {
      throw new BadValue("TooManyAddrs");
    }
    var addresses = new ArrayList<InetSocketAddress>(items.size());
    for (String item : items) {
      addresses.add(socket(item));
    }
    return List.copyOf(addresses);
  }

  static Addr addr(String text) throws BadValue {
    Addr addr = Addr.parse(text);
    if (addr == null) {
      throw new BadValue("AddrError(" + fault(text) + ")");
    }
    return addr;
  }

  private static String fault(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0 || Ip.port(text.substring(colon + 1)) < 0 ? "MissingPort" : "InvalidHost";
  }

  static DnsName name(String text) throws BadValue {
    DnsName name = DnsName.parse(text);
    if (name == null) {
      throw new BadValue("NameError");
    }
    return name;
  }

  static Id id(String text) throws BadValue {
    Id id = Id.parse(text);
    if (id == null) {
      throw new BadValue("NameError");
    }
    return id;
  }

  static List<InetAddress> ips(String text) throws BadValue {
    var ips = new ArrayList<InetAddress>();
    for (String item : split(text)) {
      InetAddress ip = Ip.parse(item);
      if (ip == null) {
        throw new BadValue("NotAnIp(AddrParseError(Ip))");
      }
      ips.add(ip);
    }
    return List.copyOf(ips);
  }

  static List<Cidr> networks(String text) throws BadValue {
    var networks = new ArrayList<Cidr>();
    for (String item : items(text)) {
      Cidr network = Cidr.parse(item);
      if (network == null) {
        throw new BadValue("NotANetwork");
      }
      networks.add(network);
    }
    return List.copyOf(networks);
  }

  static List<Suffix> suffixes(String text) throws BadValue {
    var suffixes = new ArrayList<Suffix>();
    for (String item : items(text)) {
      Suffix suffix = Suffix.parse(item);
      if (suffix == null) {
        throw new BadValue("NotADomainSuffix");
      }
      suffixes.add(suffix);
    }
    return List.copyOf(suffixes);
  }

  /** What stands between commas, stripped; empty items are left out. */
  static List<String> items(String text) {
    var items = new ArrayList<String>();
    for (String item : split(text)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
      parts.add(text.substring(start, comma));
      start = comma + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }
}
