package weft.proxy.discover;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, at most so many: above that, the one that has not been used for longest goes. On
 * one loop only.
 */
final class Recent<K, V> {
  private final Map<K, V> all = new LinkedHashMap<>(16, 0.75f, true);
  private final int limit;

  Recent(int limit) {
    this.limit = limit;
  }

  void put(K key, V value) {
    all.put(key, value);
    if (all.size() > limit) {
      all.remove(all.keySet().iterator().next());
    }
  }

  @Nullable V get(K key) {
    return all.get(key);
  }

  @Nullable V remove(K key) {
    return all.remove(key);
  }
}
