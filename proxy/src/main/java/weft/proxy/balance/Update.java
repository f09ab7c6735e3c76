package weft.proxy.balance;

import java.net.InetSocketAddress;
import java.util.List;

/** A change of a destination's endpoints. Immutable. Source: docs/spec/outbound.md 20.3, 21. */
public sealed interface Update {
  /** These are there, whether new, changed or known. */
  record Add(List<Endpoint> endpoints) implements Update {}

  /** These are not there any more. */
  record Remove(List<InetSocketAddress> addresses) implements Update {}

  /** These, and no others. */
  record Reset(List<Endpoint> endpoints) implements Update {}
}
