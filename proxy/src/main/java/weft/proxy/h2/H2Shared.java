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
  final HeaderCache cache;
  final Block block;
  final WrittenNames names;
  final HeadCollector collector;

  /** For the connections of one loop. */
  public H2Shared(Budget budget, FaultLog faults) {
    this.budget = budget;
    this.faults = faults;
    this.cache = new HeaderCache();
    this.block = new Block(4096);
    this.names = new WrittenNames();
    this.collector = new HeadCollector(cache);
  }

  private H2Shared(H2Shared with, FaultLog faults) {
    this.budget = with.budget;
    this.faults = faults;
    this.cache = with.cache;
    this.block = with.block;
    this.names = with.names;
    this.collector = with.collector;
  }

  /** The same for connections whose faults {@code other} is told. */
  public H2Shared tellingTo(FaultLog other) {
    return new H2Shared(this, other);
  }
}
