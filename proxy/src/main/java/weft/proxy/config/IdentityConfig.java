package weft.proxy.config;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who this proxy is, whom it trusts, and where its certificates come from.
 *
 * <p>{@code trustAnchors} is PEM, not yet decoded; {@code serverName} is what peers put in the SNI.
 * Source: config.md 3.7, identity-tls.md 2, contracts.md 5.
 */
public record IdentityConfig(
    Id id,
    DnsName serverName,
    String trustAnchors,
    Duration minRefresh,
    Duration maxRefresh,
    Source source) {

  /** Where certificates come from. */
  public sealed interface Source {
    /** Linkerd's own files: key and CSR made by somebody else, the token read anew each time. */
    record Files(ControlAddress service, String directory, String tokenFile) implements Source {}

    /** A join file: the key is made in memory. */
    record Join(ControlAddress service, Token token) implements Source {}

    /** A SPIRE agent at a Unix socket. */
    record Spire(String socket, Backoff backoff) implements Source {}
  }

  static final Entry<String> TRUST_ANCHORS =
      Entry.linkerd(
          "IDENTITY_TRUST_ANCHORS",
          new Syntax<>("PEM", "one certificate or more", IdentityConfig::parseAnchors),
          null,
          "Root certificates for all mesh TLS; required.");
  static final Entry<DnsName> LOCAL_NAME =
      Entry.linkerd(
          "IDENTITY_LOCAL_NAME",
          new Syntax<>("DNS name", "a DNS name without trailing dot", IdentityConfig::parseLocal),
          null,
          "Identity and server name of this proxy; the next two are then not read.");
  static final Entry<Id> SERVER_ID =
      Entry.linkerd("IDENTITY_SERVER_ID", Syntax.ID, null, "Identity in this proxy's certificate.");
  static final Entry<DnsName> SERVER_NAME =
      Entry.linkerd(
          "IDENTITY_SERVER_NAME",
          Syntax.DNS_NAME,
          null,
          "Name under which peers reach this proxy.");
  static final ControlAddress.Entries SERVICE =
      ControlAddress.Entries.of("IDENTITY_SVC", "the identity service");
  static final Entry<String> DIRECTORY =
      Entry.linkerd("IDENTITY_DIR", Syntax.TEXT, null, "Directory with csr.der and key.p8.");
  static final Entry<String> TOKEN_FILE =
      Entry.linkerd(
          "IDENTITY_TOKEN_FILE",
          Syntax.TEXT,
          null,
          "Token for the identity service, read for each certificate.");
  static final Entry<Duration> MIN_REFRESH =
      Entry.linkerd(
          "IDENTITY_MIN_REFRESH", Syntax.DURATION, "10s", "Shortest wait for a new certificate.");
  static final Entry<Duration> MAX_REFRESH =
      Entry.linkerd(
          "IDENTITY_MAX_REFRESH", Syntax.DURATION, "24h", "Longest wait for a new certificate.");
  static final Entry<String> SPIRE =
      Entry.linkerd(
          "IDENTITY_SPIRE_WORKLOAD_API_ADDRESS",
          Syntax.TEXT,
          null,
          "Socket of a SPIRE agent, which then gives the certificates; may start with unix:.");
  static final Entry<String> SPIRE_OLD =
      Entry.linkerd(
          "IDENTITY_SPIRE_SOCKET",
          Syntax.TEXT,
          null,
          "Deprecated: IDENTITY_SPIRE_WORKLOAD_API_ADDRESS.");
  static final Backoff.Entries SPIRE_BACKOFF =
      Backoff.Entries.of(
          Entry.PREFIX + "IDENTITY_SPIRE_EXP_BACKOFF", // the doubled prefix is what users have
          "100ms",
          "1s",
          "connecting to the SPIRE agent again");
  static final Entry<String> DISABLED =
      Entry.linkerd(
          "IDENTITY_DISABLED", Syntax.TEXT, "", "Must be empty: identity cannot be switched off.");
  static final List<Entry<?>> ENTRIES = entries();

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>(List.of(TRUST_ANCHORS, LOCAL_NAME, SERVER_ID, SERVER_NAME));
    all.addAll(SERVICE.all());
    all.addAll(List.of(DIRECTORY, TOKEN_FILE, MIN_REFRESH, MAX_REFRESH, SPIRE, SPIRE_OLD));
    all.addAll(SPIRE_BACKOFF.all());
    all.add(DISABLED);
    return List.copyOf(all);
  }

  /** Null where something is missing or wrong, which the environment then knows. */
  static @Nullable IdentityConfig read(Env env, FileSource files, @Nullable JoinFile join) {
    if (!env.get(DISABLED).isEmpty()) {
      env.problem(DISABLED.name() + " is no longer supported. Identity is must be enabled.");
    }
    String anchors = env.require(TRUST_ANCHORS);
    Duration min = env.get(MIN_REFRESH);
    Duration max = env.get(MAX_REFRESH);
    Id id = id(env, join);
    DnsName name = serverName(env, join);
    Source source = id == null ? null : source(env, files, join, id, name);
    return anchors == null || id == null || name == null || source == null
        ? null
        : new IdentityConfig(id, name, anchors, min, max, source);
  }

  private static @Nullable Id id(Env env, @Nullable JoinFile join) {
    if (env.has(LOCAL_NAME)) {
      DnsName local = env.find(LOCAL_NAME);
      return local == null ? null : new Id.Dns(local);
    }
    return join != null && !env.has(SERVER_ID) ? join.identity() : env.require(SERVER_ID);
  }

  private static @Nullable DnsName serverName(Env env, @Nullable JoinFile join) {
    if (env.has(LOCAL_NAME)) {
      return env.find(LOCAL_NAME);
    }
    return join != null && !env.has(SERVER_NAME) ? join.serverName() : env.require(SERVER_NAME);
  }

  private static @Nullable Source source(
      Env env, FileSource files, @Nullable JoinFile join, Id id, @Nullable DnsName name) {
    String socket = spireSocket(env);
    if (socket != null) {
      return spire(env, socket, id);
    }
    if (join != null && !SERVICE.isConfigured(env)) {
      return new Source.Join(join.control(), join.token());
    }
    if (name != null && !id.equals(new Id.Dns(name))) {
      env.reason("linkerd identity requires a TLS Id and server name to be the same");
    }
    return files(env, files);
  }

  private static @Nullable String spireSocket(Env env) {
    if (env.has(SPIRE_OLD)) {
      env.notice(Notice.Level.WARN, SPIRE_OLD.name() + " has been deprecated; use " + SPIRE.name());
    }
    String socket = env.find(env.has(SPIRE) ? SPIRE : SPIRE_OLD);
    return socket != null && socket.startsWith("unix:") ? socket.substring(5) : socket;
  }

  private static @Nullable Source spire(Env env, String socket, Id id) {
    Backoff backoff = SPIRE_BACKOFF.read(env);
    if (id instanceof Id.Uri uri && uri.isSpiffe()) {
      return new Source.Spire(socket, backoff);
    }
    env.problem("Spire support requires a SPIFFE TLS Id");
    return null;
  }

  private static @Nullable Source files(Env env, FileSource files) {
    ControlAddress service = SERVICE.read(env);
    if (!SERVICE.isConfigured(env)) {
      env.problem(SERVICE.addr().name() + " must be set.");
    }
    String directory = env.require(DIRECTORY);
    String token = env.require(TOKEN_FILE);
    if (directory != null) {
      checkDocument(env, files, directory + "/csr.der");
      checkDocument(env, files, directory + "/key.p8");
    }
    if (token != null) {
      checkToken(env, files, token);
    }
    return service == null || directory == null || token == null
        ? null
        : new Source.Files(service, directory, token);
  }

  private static void checkDocument(Env env, FileSource files, String path) {
    String error = readError(files, path);
    if (error != null) {
      env.problem("Failed to read identity documents error=" + error);
    }
  }

  private static void checkToken(Env env, FileSource files, String path) {
    String error = readError(files, path);
    if (error != null) {
      env.problem("Could not read " + TOKEN_FILE.name() + ": " + error);
      env.invalid(TOKEN_FILE, "InvalidTokenSource");
    }
  }

  private static @Nullable String readError(FileSource files, String path) {
    try {
      return files.read(path).length == 0 ? path + " is empty" : null;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String parseAnchors(String text) throws BadValue {
    if (text.isEmpty()) {
      throw new BadValue("InvalidTrustAnchors");
    }
    return text;
  }

  private static DnsName parseLocal(String text) throws BadValue {
    DnsName name = Addresses.name(text);
    if (name.hasTrailingDot()) {
      throw new BadValue("NameError");
    }
    return name;
  }
}
