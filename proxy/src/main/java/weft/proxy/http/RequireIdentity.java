package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;
import weft.proxy.stack.Layer;

/**
 * Refuses to send a request to an endpoint other than the one that the application insists on.
 *
 * <p>{@code l5d-require-id} is never forwarded; one that is no identity is ignored. Error: {@link
 * Refusal.Kind#IDENTITY_REQUIRED}. Loop only. Source: docs/spec/outbound.md 22, number 2.
 */
public final class RequireIdentity implements Layer<HasServerId, HttpService> {
  @Override
  public HttpService wrap(HasServerId target, HttpService inner) {
    Id found = target.serverId();
    return inner.with(
        (head, caller) -> {
          Header required = head.headers().first(HeaderName.L5D_REQUIRE_ID);
          if (required == null) {
            return inner.open(head, caller);
          }
          head.headers().remove(HeaderName.L5D_REQUIRE_ID);
          Id id = Id.parse(required.valueText());
          return id == null || id.equals(found)
              ? inner.open(head, caller)
              : Refuse.exchange(caller, mismatch(id, found));
        });
  }

  private static Reset mismatch(Id required, @Nullable Id found) {
    String text =
        "required id " + required.text() + "; found " + (found == null ? "none" : found.text());
    return new Refusal(Refusal.Kind.IDENTITY_REQUIRED, text).reset();
  }
}
