package weft.proxy.outbound;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.proxy.balance.Accrual;
import weft.proxy.http.HttpService;
import weft.proxy.route.Backend;
import weft.proxy.route.Meta;
import weft.proxy.stack.Factory;

/**
 * The backends of one destination: one service for each, for as long as routes use it, so that a
 * change of routes touches no balancer. Loop only. Source: docs/spec/outbound.md 11.1.
 */
final class BackendCache {
  private final Factory<Key, HttpService> services;
  private final Map<Key, Shared> shared = new HashMap<>();

  /**
   * What is told apart: a backend, under what it is used.
   *
   * @param accrual which failures of an endpoint keep requests away from it; null: none
   */
  record Key(Meta parent, Backend backend, @Nullable Accrual accrual) {}

  private static final class Shared {
    private final HttpService service;
    private int users;

    Shared(HttpService service) {
      this.service = service;
    }
  }

  BackendCache(Factory<Key, HttpService> services) {
    this.services = services;
  }

  /** The service of a backend; given back once for each time it was acquired. */
  HttpService acquire(Key key) {
    Shared known = shared.get(key);
    if (known == null) {
      known = new Shared(services.build(key));
      shared.put(key, known);
    }
    known.users++;
    return known.service;
  }

  void release(Key key) {
    Shared known = shared.get(key);
    if (known == null) {
      throw new IllegalStateException("released more often than acquired: " + key);
    }
    known.users--;
    if (known.users == 0) {
      shared.remove(key);
      known.service.retire();
    }
  }
}
