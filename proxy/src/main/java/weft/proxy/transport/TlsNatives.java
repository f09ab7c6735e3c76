package weft.proxy.transport;

import io.netty.internal.tcnative.Library;
import io.netty.internal.tcnative.SSL;
import io.netty.util.internal.NativeLibraryLoader;
import io.netty.util.internal.PlatformDependent;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The native TLS library, BoringSSL, loaded once into the process.
 *
 * <p>Netty's own engine would load it too, but brings hundreds of classes of the JDK's providers
 * with it, which every sidecar would pay for. Two copies in one process would not know each other's
 * memory: whoever comes second takes the first one's, and Netty is told not to come second. Any
 * thread.
 */
final class TlsNatives {
  /** Why it cannot be used; null: it can. */
  private static final @Nullable String FAILURE = load();

  private TlsNatives() {}

  /**
   * Makes sure that it is there.
   *
   * @throws SSLException says why not
   */
  static void require() throws SSLException {
    if (FAILURE != null) {
      throw new SSLException("the native TLS library cannot be loaded: " + FAILURE);
    }
  }

  private static @Nullable String load() {
    try {
      if (!isInitialized()) {
        System.setProperty("io.netty.handler.ssl.noOpenSsl", "true");
        NativeLibraryLoader.load(name(), SSL.class.getClassLoader());
        boolean _ = Library.initialize("provided", null);
      }
      return null;
    } catch (Exception | LinkageError e) {
      return e.toString();
    }
  }

  /** Whether somebody has loaded it: if so, this changes nothing. */
  private static boolean isInitialized() throws Exception {
    try {
      return Library.initialize("provided", null);
    } catch (UnsatisfiedLinkError notYet) {
      return false;
    }
  }

  private static String name() {
    return "netty_tcnative_"
        + PlatformDependent.normalizedOs()
        + '_'
        + PlatformDependent.normalizedArch();
  }
}
