package weft.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service of the control plane: where it is and who it must be.
 *
 * <p>No {@code name}: dialled in clear, which only a loopback address of a {@code _SVC_ADDR}
 * variable is. Several addresses are balanced over. Source: config.md 2, contracts.md 5.
 */
public record ControlAddress(List<Addr> addresses, @Nullable DnsName name) {
  public boolean isPlaintext() {
    return name == null;
  }

  /** On this machine, dialled in clear or not. */
  public boolean isLoopback() {
    return addresses.stream().allMatch(Addr::isLoopback);
  }

  /** As the first log lines show it. */
  @Override
  public String toString() {
    var out = new StringBuilder();
    for (Addr addr : addresses) {
      out.append(out.isEmpty() ? "" : ",").append(addr);
    }
    return name == null ? out.toString() : out.append(" (").append(name).append(')').toString();
  }

  /** The pair of variables that describe one service. */
  record Entries(Entry<Addr> addr, Entry<DnsName> name) {
    static Entries of(String base, String what) {
      return new Entries(
          Entry.linkerd(base + "_ADDR", Syntax.ADDRESS, null, "Address of " + what + "."),
          Entry.linkerd(
              base + "_NAME",
              Syntax.DNS_NAME,
              null,
              "Identity of " + what + "; not needed for a loopback address."));
    }

    List<Entry<?>> all() {
      return List.of(addr, name);
    }

    /** The service; null where it is not configured, or was a problem. */
    @Nullable ControlAddress read(Env env) {
      Addr at = env.find(addr);
      DnsName who = env.find(name);
      if (at != null && at.isLoopback()) {
        return new ControlAddress(List.of(at), null);
      }
      if (env.has(addr) != env.has(name)) {
        env.problem(addr.name() + " and " + name.name() + " must be specified together");
      }
      return at == null || who == null ? null : new ControlAddress(List.of(at), who);
    }

    boolean isConfigured(Env env) {
      return env.has(addr) || env.has(name);
    }
  }
}
