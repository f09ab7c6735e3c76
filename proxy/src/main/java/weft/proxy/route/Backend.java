package weft.proxy.route;

import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Pool;

/**
 * What a route may send to; equal backends share one service. Source: docs/spec/outbound.md 5.3,
 * 19.
 */
public record Backend(Meta meta, Dispatch dispatch) {
  /** How it is reached. */
  public sealed interface Dispatch {
    /** Over the endpoints of {@code path}, a {@code name:port} that Destination is asked for. */
    record Balance(String path, Pool.Law law) implements Dispatch {}

    /** One endpoint. */
    record Forward(Endpoint endpoint) implements Dispatch {}

    /** Not at all: every request fails, saying why. */
    record Fail(String why) implements Dispatch {}
  }

  public static Backend balance(Meta meta, String path) {
    return new Backend(meta, new Dispatch.Balance(path, Pool.Law.USUAL));
  }

  public static Backend forward(Meta meta, Endpoint endpoint) {
    return new Backend(meta, new Dispatch.Forward(endpoint));
  }

  /** A backend whose kind nobody said. */
  public static Backend withoutDispatcher(Meta meta) {
    return new Backend(
        meta,
        new Dispatch.Fail(
            "backend for "
                + meta.kind()
                + ' '
                + meta.namespace()
                + '/'
                + meta.name()
                + " has no dispatcher"));
  }
}
