package weft.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Discovery and policy from the control plane.
 *
 * <p>{@code workload} and {@code context} are sent verbatim. No {@code profileNetworks}: no profile
 * is looked up by IP. Source: config.md 3.5.
 */
public record ControlConfig(
    ControlAddress destination,
    ControlAddress policy,
    String workload,
    String context,
    List<Suffix> profileSuffixes,
    List<Cidr> profileNetworks,
    StreamLimits streams) {

  /** Limits of one watch; null: none. They do not apply to loopback addresses. */
  public record StreamLimits(
      @Nullable Duration initial, @Nullable Duration idle, @Nullable Duration lifetime) {
    /** No limits at all. */
    public static final StreamLimits NONE = new StreamLimits(null, null, null);
  }

  /** Those of watches of {@code service}. */
  public StreamLimits streams(ControlAddress service) {
    return service.isLoopback() ? StreamLimits.NONE : streams;
  }

  static final ControlAddress.Entries DESTINATION =
      ControlAddress.Entries.of("DESTINATION_SVC", "the destination service");
  static final ControlAddress.Entries POLICY =
      ControlAddress.Entries.of("POLICY_SVC", "the policy service");
  static final Entry<String> WORKLOAD =
      Entry.linkerd(
          "POLICY_WORKLOAD",
          Syntax.TEXT,
          null,
          "Who this workload is for the policy service; required, may be empty.");
  static final Entry<String> CONTEXT =
      Entry.linkerd(
          "DESTINATION_CONTEXT", Syntax.TEXT, "", "Sent with every look-up of a destination.");
  static final Entry<List<Suffix>> PROFILE_SUFFIXES =
      Entry.linkerd(
          "DESTINATION_PROFILE_SUFFIXES",
          Syntax.SUFFIXES,
          "svc.cluster.local.",
          "Names that the control plane is asked about; empty: none.");
  static final Entry<List<Cidr>> PROFILE_NETWORKS =
      Entry.linkerd(
          "DESTINATION_PROFILE_NETWORKS",
          Syntax.NETWORKS,
          "",
          "Addresses whose profile the control plane is asked for; empty: none.");
  static final Entry<Duration> INITIAL =
      limit("INITIAL_TIMEOUT", "Longest wait for the first message of a watch; empty: no limit.");
  static final Entry<Duration> IDLE =
      limit("IDLE_TIMEOUT", "Longest wait between messages of a watch; empty: no limit.");
  static final Entry<Duration> LIFETIME =
      limit("LIFETIME", "Longest life of a watch, which then starts anew; empty: no limit.");
  static final List<Entry<?>> ENTRIES = entries();

  private static Entry<Duration> limit(String name, String sentence) {
    return Entry.linkerd("CONTROL_STREAM_" + name, Syntax.DURATION, null, sentence);
  }

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>(DESTINATION.all());
    all.addAll(POLICY.all());
    all.addAll(List.of(WORKLOAD, CONTEXT, PROFILE_SUFFIXES, PROFILE_NETWORKS));
    all.addAll(List.of(INITIAL, IDLE, LIFETIME));
    return List.copyOf(all);
  }

  /** Null where a service is missing. What a join file says holds where no variable does. */
  static @Nullable ControlConfig read(Env env, @Nullable ControlAddress joined) {
    ControlAddress destination = service(env, DESTINATION, joined, "destination");
    ControlAddress policy = service(env, POLICY, joined, "policy");
    String workload = env.find(WORKLOAD);
    if (workload == null) {
      env.problem(WORKLOAD.name() + " must be set with " + POLICY.addr().name());
    }
    StreamLimits limits = limits(env);
    if (destination == null || policy == null || workload == null) {
      return null;
    }
    return new ControlConfig(
        destination,
        policy,
        workload,
        env.get(CONTEXT),
        env.get(PROFILE_SUFFIXES),
        env.get(PROFILE_NETWORKS),
        limits);
  }

  private static @Nullable ControlAddress service(
      Env env, ControlAddress.Entries entries, @Nullable ControlAddress joined, String name) {
    if (entries.isConfigured(env)) {
      return entries.read(env);
    }
    if (joined == null) {
      env.reason("no " + name + " service configured");
    }
    return joined;
  }

  private static StreamLimits limits(Env env) {
    var limits =
        new StreamLimits(
            env.findUnlessEmpty(INITIAL), env.findUnlessEmpty(IDLE), env.findUnlessEmpty(LIFETIME));
    ordered(env, INITIAL, limits.initial, IDLE, limits.idle);
    ordered(env, INITIAL, limits.initial, LIFETIME, limits.lifetime);
    ordered(env, IDLE, limits.idle, LIFETIME, limits.lifetime);
    return limits;
  }

  private static void ordered(
      Env env,
      Entry<?> lessEntry,
      @Nullable Duration less,
      Entry<?> moreEntry,
      @Nullable Duration more) {
    if (less != null && more != null && less.compareTo(more) > 0) {
      env.problem(lessEntry.name() + " must be less than " + moreEntry.name());
    }
  }
}
