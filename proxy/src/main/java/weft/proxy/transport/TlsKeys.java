package weft.proxy.transport;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives the TLS library our one certificate, whatever issuers or key types the peer prefers.
 *
 * <p>Always the same instances, so that the library parses them once per context. Without material
 * servers have no certificate (every handshake fails), clients present none.
 */
final class TlsKeys extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final X509Certificate @Nullable [] chain;
  private final @Nullable PrivateKey key;

  TlsKeys(@Nullable TlsMaterial own) {
    this.chain = own == null ? null : new X509Certificate[] {own.chain()};
    this.key = own == null ? null : own.key().pem();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return chain;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  private @Nullable String alias() {
    return chain == null ? null : ALIAS;
  }
}
