package weft.proxy.route;

import java.util.List;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;

/**
 * Changes of fields: first lines are added, then set, which replaces all lines of their name, then
 * removed. Source: docs/spec/outbound.md 13.
 */
public record HeaderEdits(List<Header> add, List<Header> set, List<HeaderName> remove) {
  /** Copies the lists. */
  public HeaderEdits {
    add = List.copyOf(add);
    set = List.copyOf(set);
    remove = List.copyOf(remove);
  }

  void apply(Headers headers) {
    for (int i = 0; i < add.size(); i++) {
      headers.add(add.get(i));
    }
    for (int i = 0; i < set.size(); i++) {
      headers.set(set.get(i));
    }
    for (int i = 0; i < remove.size(); i++) {
      headers.remove(remove.get(i));
    }
  }
}
