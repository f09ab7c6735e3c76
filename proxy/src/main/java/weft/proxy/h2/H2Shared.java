package weft.proxy.h2;

import weft.proxy.h2.hpack.Block;
import weft.proxy.h2.hpack.HeaderCache;

/**
 * What the HTTP/2 connections of one loop share: memory that is used within one call, the cache of
 * field lines, and where bytes and faults are counted.
 */
public final class H2Shared {
  final Budget budget;
  final FaultLog faults;
  final HeaderCache cache = new HeaderCache();
  final Block block = new Block(4096);
  final WrittenNames names = new WrittenNames();
  final HeadCollector collector = new HeadCollector(cache);

  /** For the connections of one loop. */
  public H2Shared(Budget budget, FaultLog faults) {
    this.budget = budget;
    this.faults = faults;
  }
}
