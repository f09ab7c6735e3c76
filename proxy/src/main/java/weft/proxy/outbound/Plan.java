package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.discover.OutboundPolicy;
import weft.proxy.discover.RouteNames;
import weft.proxy.http.Refusal;

/**
 * Where a target leads, and what it is called, as far as is known now. Immutable.
 *
 * @param names what its requests and connections are called
 * @param opaque its connections are not looked at
 * @param path what is balanced over
 * @param forward the one endpoint it leads to
 * @param refusal why it leads nowhere; exactly one of the last three is set
 */
record Plan(
    Names names,
    boolean opaque,
    @Nullable String path,
    @Nullable Endpoint forward,
    @Nullable Refusal refusal) {

  /**
   * What metrics and errors call it.
   *
   * @param parent what it hangs on, in errors
   * @param profile the service of the profile that alone decides, {@code NAME:PORT}; else null
   */
  record Names(String parent, RouteNames http, RouteNames bytes, @Nullable String profile) {
    /** Of a policy. */
    static Names of(OutboundPolicy policy) {
      return new Names(policy.parent(), policy.http(), policy.bytes(), null);
    }

    /** Of what no policy decides. */
    static Names ofDefault(String name, @Nullable String profile) {
      RouteNames all = RouteNames.ofDefault(name);
      return new Names("default." + name, all, all, profile);
    }
  }

  private static final Names NOWHERE = Names.ofDefault("invalid", null);

  static Plan balanced(Names names, boolean opaque, String path) {
    return new Plan(names, opaque, path, null, null);
  }

  static Plan forwarded(Names names, boolean opaque, Endpoint endpoint) {
    return new Plan(names, opaque, null, endpoint, null);
  }

  static Plan refused(Refusal.Kind kind, String text) {
    return new Plan(NOWHERE, false, null, null, new Refusal(kind, text));
  }

  String parent() {
    return names.parent();
  }
}
