package weft.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the environment says, checked. Immutable.
 *
 * <p>{@code notices} are for the log once it runs; {@code traces} and {@code join} are null where
 * they are not configured. Source: config.md, contracts.md 1 to 6.
 */
public record Config(
    Mode mode,
    Routing routing,
    InboundConfig inbound,
    OutboundConfig outbound,
    ExplicitConfig explicit,
    Http2Config http2,
    ControlConfig control,
    IdentityConfig identity,
    AdminConfig admin,
    DnsConfig dns,
    @Nullable TraceConfig traces,
    LogConfig log,
    Cores cores,
    Limits limits,
    @Nullable JoinFile join,
    List<Notice> notices) {

  /** The exit code of a refused configuration: EX_USAGE. */
  public static final int EXIT_CODE = 64;

  /**
   * Reads the variables; the files are those that they name.
   *
   * @param mode what holds where WEFT_MODE does not say
   * @throws ConfigException with every problem that was found
   */
  public static Config from(Map<String, String> variables, Mode mode, FileSource files)
      throws ConfigException {
    var early = new Env(variables, Map.of());
    JoinFile join = JoinFile.read(early, files);
    if (early.failed()) {
      throw early.failure();
    }
    String instance = ExplicitConfig.read(early, join).instance();
    var env = new Env(variables, join == null ? Map.of() : join.variables(instance));
    Config config = read(env, mode, files, join, variables);
    if (config == null || env.failed()) {
      throw env.failure();
    }
    return config;
  }

  /** Only what concerns the log, which must run before anything else can be complained about. */
  public static LogConfig logFrom(Map<String, String> variables) {
    return LogConfig.read(new Env(variables, Map.of()));
  }

  private static @Nullable Config read(
      Env env,
      Mode defaultMode,
      FileSource files,
      @Nullable JoinFile join,
      Map<String, String> all) {
    Mode given = env.find(ExplicitConfig.MODE);
    Mode mode = given == null ? defaultMode : given;
    AdminConfig admin = AdminConfig.read(env);
    InboundConfig inbound = InboundConfig.read(env, admin.listen().getPort());
    OutboundConfig outbound = OutboundConfig.read(env);
    ExplicitConfig explicit = ExplicitConfig.read(env, join);
    Http2Config http2 = Http2Config.read(env);
    ControlConfig control = ControlConfig.read(env, join == null ? null : join.control());
    IdentityConfig identity = IdentityConfig.read(env, files, join);
    DnsConfig dns = DnsConfig.read(env);
    TraceConfig traces = TraceConfig.read(env, files);
    LogConfig log = LogConfig.read(env);
    Cores cores = Cores.read(env);
    Limits limits = Limits.read(env);
    Routing routing = routing(env, mode);
    if (mode == Mode.EXPLICIT) {
      requireLoopback(env, outbound, explicit);
    }
    UnknownNames.warn(env, all);
    return control == null || identity == null
        ? null
        : new Config(
            mode,
            routing,
            inbound,
            outbound,
            explicit,
            http2,
            control,
            identity,
            admin,
            dns,
            traces,
            log,
            cores,
            limits,
            join,
            env.notices());
  }

  private static Routing routing(Env env, Mode mode) {
    Routing given = env.find(ExplicitConfig.ROUTING);
    return given != null ? given : mode == Mode.EXPLICIT ? Routing.AUTHORITY : Routing.ADDRESS;
  }

  /** Whoever reaches these listeners speaks with this workload's identity. */
  private static void requireLoopback(Env env, OutboundConfig outbound, ExplicitConfig explicit) {
    for (InetSocketAddress listen : outbound.listen()) {
      requireLoopback(env, OutboundConfig.LISTEN, listen);
    }
    for (ExplicitConfig.Forward forward : explicit.outbound()) {
      requireLoopback(env, ExplicitConfig.OUTBOUND, forward.listen());
    }
  }

  private static void requireLoopback(Env env, Entry<?> entry, InetSocketAddress listen) {
    InetAddress ip = listen.getAddress();
    if (!ip.isLoopbackAddress()) {
      env.problem(
          entry.name()
              + " must be a loopback address in explicit mode, found: "
              + Ip.text(listen)
              + " (who reaches it would speak with this workload's identity)");
    }
  }
}
