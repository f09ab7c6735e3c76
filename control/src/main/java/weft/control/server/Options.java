package weft.control.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a control plane is told beside its mesh file.
 *
 * @param api where to listen instead of {@code spec.listen.api}; port 0: any
 * @param dns where to answer DNS instead of {@code spec.listen.dns}; port 0: any
 * @param plaintext loopback addresses to serve everything on in clear; none by default
 * @param clock the wall clock, for certificates and tokens
 * @param onReload called after each change of the mesh file, on the thread that watches it
 */
public record Options(
    Optional<InetSocketAddress> api,
    Optional<InetSocketAddress> dns,
    List<InetSocketAddress> plaintext,
    InstantSource clock,
    Consumer<Reload> onReload) {

  public Options {
    plaintext = List.copyOf(plaintext);
    plaintext.stream()
        .filter(address -> address.isUnresolved() || !address.getAddress().isLoopbackAddress())
        .findFirst()
        .ifPresent(
            address -> {
              throw new IllegalArgumentException(
                  "plaintext is for loopback addresses only, got: " + address);
            });
  }

  public static Options standard() {
    return new Options(
        Optional.empty(), Optional.empty(), List.of(), InstantSource.system(), _ -> {});
  }

  public Options withApi(InetSocketAddress address) {
    return new Options(Optional.of(address), dns, plaintext, clock, onReload);
  }

  public Options withDns(InetSocketAddress address) {
    return new Options(api, Optional.of(address), plaintext, clock, onReload);
  }

  /** The three ports of the reference's processes, on 127.0.0.1. */
  public Options withPlaintextLoopback() {
    return withPlaintext(
        Stream.of(8080, 8086, 8090)
            .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toList());
  }

  public Options withPlaintext(List<InetSocketAddress> addresses) {
    return new Options(api, dns, addresses, clock, onReload);
  }

  public Options withClock(InstantSource other) {
    return new Options(api, dns, plaintext, other, onReload);
  }

  public Options withReloads(Consumer<Reload> listener) {
    return new Options(api, dns, plaintext, clock, listener);
  }
}
