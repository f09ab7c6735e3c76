package weft.proxy.outbound;

import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Endpoint;
import weft.proxy.http.Refusal;

/**
 * Where a target leads, as far as is known now. Immutable.
 *
 * @param parent what it hangs on, as errors name it
 * @param opaque its connections are not looked at
 * @param path what is balanced over
 * @param forward the one endpoint it leads to
 * @param refusal why it leads nowhere; exactly one of the last three is set
 */
record Plan(
    String parent,
    boolean opaque,
    @Nullable String path,
    @Nullable Endpoint forward,
    @Nullable Refusal refusal) {

  static Plan balanced(String parent, boolean opaque, String path) {
    return new Plan(parent, opaque, path, null, null);
  }

  static Plan forwarded(String parent, boolean opaque, Endpoint endpoint) {
    return new Plan(parent, opaque, null, endpoint, null);
  }

  static Plan refused(Refusal.Kind kind, String text) {
    return new Plan("none", false, null, null, new Refusal(kind, text));
  }
}
