package weft.proxy.discover;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;
import weft.proxy.balance.Update;
import weft.proxy.config.Addr;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.stack.Readiness;

/**
 * Feeds a pool with what the addresses of one component lead to, all together. On the loop of the
 * pool; bounded by the configuration and what DNS answers.
 */
final class Located {
  private final Pool<HttpService> pool;
  private final Map<Addr, List<InetSocketAddress>> found = new LinkedHashMap<>();
  private final List<Subscription> followed = new ArrayList<>();

  Located(Pool<HttpService> pool) {
    this.pool = pool;
  }

  void follow(Subscription name) {
    followed.add(name);
  }

  /** Where {@code addr} leads now. */
  void found(Addr addr, List<InetSocketAddress> addresses) {
    found.put(addr, addresses);
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    found.values().forEach(all::addAll);
    pool.apply(new Update.Reset(all.stream().map(Endpoint::of).toList()));
  }

  /** The balancer over the pool; retiring it ends the look-ups, too. */
  HttpService over(HttpService balancer) {
    return new Over(balancer, followed);
  }

  private record Over(HttpService balancer, List<Subscription> followed) implements HttpService {
    @Override
    public Readiness readiness() {
      return balancer.readiness();
    }

    @Override
    public Exchange open(RequestHead head, Caller caller) {
      return balancer.open(head, caller);
    }

    @Override
    public void retire() {
      followed.forEach(Subscription::cancel);
      balancer.retire();
    }
  }
}
