package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the explicit mode needs: listeners with a fixed target, and the application behind.
 *
 * <p>No {@code appPorts}: no port of the application is declared, and inbound connections are
 * refused. {@code instance} names this process in its group. Source: contracts.md 2, 6.
 */
public record ExplicitConfig(
    List<Forward> outbound,
    List<Accept> inbound,
    InetAddress appHost,
    List<AppPort> appPorts,
    Health health,
    String instance) {

  /** A connection to {@code listen} has {@code target}. */
  public record Forward(InetSocketAddress listen, Addr target) {}

  /** A connection to {@code listen} is inbound to the application's {@code port}. */
  public record Accept(InetSocketAddress listen, int port) {}

  /** A port of the application; the name may be empty. */
  public record AppPort(String name, int port) {}

  /** The application's port that a transport header or a listener names is declared. */
  public boolean declares(int port) {
    for (AppPort declared : appPorts) {
      if (declared.port == port) {
        return true;
      }
    }
    return false;
  }

  static final Entry<Mode> MODE =
      new Entry<>(
          "WEFT_MODE",
          Mode.SYNTAX,
          null,
          "How connections arrive; unset: transparent for weft proxy, explicit for weft run.");
  static final Entry<Routing> ROUTING =
      new Entry<>(
          "WEFT_OUTBOUND_ROUTING",
          Routing.SYNTAX,
          null,
          "What requests are routed by; unset: address in transparent, authority in explicit mode.");
  static final Entry<List<Forward>> OUTBOUND =
      new Entry<>(
          "WEFT_OUTBOUND_LISTENERS",
          new Syntax<>(
              "listeners", "HOST:PORT=NAME:PORT or =IP:PORT with commas", ExplicitConfig::forwards),
          "",
          "Listeners for programs that know no proxy, each with its target.");
  static final Entry<List<Accept>> INBOUND =
      new Entry<>(
          "WEFT_INBOUND_LISTENERS",
          new Syntax<>("listeners", "HOST:PORT=PORT with commas", ExplicitConfig::accepts),
          "",
          "Listeners for clients outside the mesh, each with its application port.");
  static final Entry<InetAddress> APP_HOST =
      new Entry<>(
          "WEFT_APP_HOST",
          new Syntax<>("IP", "an IP address", ExplicitConfig::ip),
          "127.0.0.1",
          "Where the application listens, explicit mode.");
  static final Entry<List<AppPort>> APP_PORTS =
      new Entry<>(
          "WEFT_APP_PORTS",
          new Syntax<>("ports", "PORT or NAME=PORT with commas", ExplicitConfig::appPorts),
          "",
          "The application's ports, explicit mode; inbound connections to others are refused.");
  static final Entry<Health> HEALTH =
      new Entry<>("WEFT_HEALTH", Health.SYNTAX, "none", "When the application counts as ready.");
  static final Entry<String> INSTANCE =
      new Entry<>(
          "WEFT_INSTANCE",
          Syntax.TEXT,
          null,
          "Name of this instance in its group; unset: HOSTNAME, or the group's name.");
  static final Entry<List<InetAddress>> IPS =
      new Entry<>(
          "WEFT_IPS",
          new Syntax<>("IPs", "IP addresses with commas", ExplicitConfig::ips),
          "",
          "Where peers reach this instance of a group; unset: where it listens, or the address by"
              + " which it reaches the control plane.");
  static final Entry<String> JOIN_FILE =
      new Entry<>(
          "WEFT_JOIN_FILE",
          Syntax.TEXT,
          null,
          "Join file, which gives what other variables leave open.");
  static final List<Entry<?>> ENTRIES =
      List.of(
          MODE, ROUTING, OUTBOUND, INBOUND, APP_HOST, APP_PORTS, HEALTH, INSTANCE, IPS, JOIN_FILE);

  static ExplicitConfig read(Env env, @Nullable JoinFile join) {
    return new ExplicitConfig(
        env.get(OUTBOUND),
        env.get(INBOUND),
        env.get(APP_HOST),
        env.get(APP_PORTS),
        env.get(HEALTH),
        instance(env, join));
  }

  private static String instance(Env env, @Nullable JoinFile join) {
    String given = env.find(INSTANCE);
    String host = env.get(TraceConfig.HOST_NAME);
    if (given != null || join == null) {
      return given == null ? host : given;
    }
    return join.isGroup() && !host.isEmpty() ? host : join.name();
  }

  private static List<Forward> forwards(String text) throws BadValue {
    var forwards = new ArrayList<Forward>();
    for (String item : Addresses.items(text)) {
      int equals = separator(item);
      forwards.add(
          new Forward(
              Addresses.socket(item.substring(0, equals)),
              Addresses.addr(item.substring(equals + 1))));
    }
    return List.copyOf(forwards);
  }

  private static List<Accept> accepts(String text) throws BadValue {
    var accepts = new ArrayList<Accept>();
    for (String item : Addresses.items(text)) {
      int equals = separator(item);
      accepts.add(
          new Accept(
              Addresses.socket(item.substring(0, equals)), port(item.substring(equals + 1))));
    }
    return List.copyOf(accepts);
  }

  private static List<AppPort> appPorts(String text) throws BadValue {
    var ports = new ArrayList<AppPort>();
    for (String item : Addresses.items(text)) {
      int equals = item.indexOf('=');
      ports.add(
          new AppPort(
              equals < 0 ? "" : item.substring(0, equals), port(item.substring(equals + 1))));
    }
    return List.copyOf(ports);
  }

  private static int separator(String item) throws BadValue {
    int equals = item.indexOf('=');
    if (equals < 0) {
      throw new BadValue("MissingTarget(" + Quoted.of(item) + ")");
    }
    return equals;
  }

  private static int port(String text) throws BadValue {
    int port = (int) Scalars.integer(text, 0xffff);
    if (port == 0) {
      throw new BadValue("NotAPort");
    }
    return port;
  }

  private static List<InetAddress> ips(String text) throws BadValue {
    var ips = new ArrayList<InetAddress>();
    for (String item : Addresses.items(text)) {
      ips.add(ip(item));
    }
    return List.copyOf(ips);
  }

  private static InetAddress ip(String text) throws BadValue {
    InetAddress ip = Ip.parse(text);
    if (ip == null) {
      throw new BadValue("NotAnIp(AddrParseError(Ip))");
    }
    return ip;
  }
}
