package weft.proxy.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import weft.proxy.config.ControlAddress;
import weft.proxy.config.IdentityConfig;
import weft.proxy.identity.IdentityFiles;
import weft.proxy.identity.SigningRequest;
import weft.proxy.identity.TokenSource;

/**
 * How this proxy asks for its certificates.
 *
 * @param request key and signing request; the key is this proxy's to destroy
 * @param service the identity service
 * @param joins whether the token is a join token, read once: a refusal of it is for good
 */
record Enrolment(
    SigningRequest request, TokenSource tokens, ControlAddress service, boolean joins) {

  /**
   * As configured.
   *
   * @throws IOException where a file cannot be read
   * @throws GeneralSecurityException where no key can be made, or for what is not supported
   */
  static Enrolment of(IdentityConfig identity) throws IOException, GeneralSecurityException {
    return switch (identity.source()) {
      case IdentityConfig.Source.Files files ->
          new Enrolment(
              IdentityFiles.read(Path.of(files.directory())),
              TokenSource.file(Path.of(files.tokenFile())),
              files.service(),
              false);
      case IdentityConfig.Source.Join join ->
          new Enrolment(
              SigningRequest.generate(identity.serverName(), new SecureRandom()),
              TokenSource.join(join.token().reveal().getBytes(StandardCharsets.UTF_8)),
              join.service(),
              true);
      case IdentityConfig.Source.Spire spire ->
          throw new GeneralSecurityException(
              "certificates from a SPIRE agent are not supported yet: use an identity service");
    };
  }
}
