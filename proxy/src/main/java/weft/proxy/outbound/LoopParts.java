package weft.proxy.outbound;

import java.util.random.RandomGenerator;
import weft.proxy.h1.Lines;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.DateLine;
import weft.proxy.transport.Loop;

/** What the connections of one loop share, in both directions. On that loop only. */
public record LoopParts(
    Loop loop, Lines lines, DateLine dates, H2Shared h2, RandomGenerator random) {}
