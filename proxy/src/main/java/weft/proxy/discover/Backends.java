package weft.proxy.discover;

import com.google.protobuf.Duration;
import java.util.Map;
import weft.api.outbound.Backend.BalanceP2c;
import weft.proxy.balance.Endpoint;
import weft.proxy.balance.Penalty;
import weft.proxy.balance.Pool;
import weft.proxy.config.Addr;
import weft.proxy.route.Backend;
import weft.proxy.route.Meta;

/** Reads backends. Pure. Source: docs/spec/outbound.md 5.3, docs/spec/wire/outbound.md. */
final class Backends {
  private static final java.time.Duration USUAL_PENALTY = java.time.Duration.ofSeconds(5);
  private static final java.time.Duration USUAL_HINT = java.time.Duration.ofMinutes(5);

  private Backends() {}

  static Backend read(weft.api.outbound.Backend message) throws Invalid {
    Meta meta = Common.meta(message.hasMetadata(), message.getMetadata(), "backend metadata");
    if (!message.hasQueue()) {
      throw new Invalid("missing queue");
    }
    if (!message.getQueue().hasFailfastTimeout()) {
      throw new Invalid("missing queue failfast timeout");
    }
    Common.duration(message.getQueue().getFailfastTimeout(), "queue failfast timeout");
    return switch (message.getKindCase()) {
      case BALANCER -> balancer(meta, message.getBalancer());
      case FORWARD -> forward(meta, message);
      case KIND_NOT_SET -> Backend.withoutDispatcher(meta);
    };
  }

  private static Backend forward(Meta meta, weft.api.outbound.Backend message) throws Invalid {
    Endpoint endpoint = Endpoints.read(message.getForward(), Map.of());
    if (endpoint == null || endpoint.address().getPort() == 0) {
      throw new Invalid("invalid forward endpoint");
    }
    return Backend.forward(meta, endpoint);
  }

  private static Backend balancer(Meta meta, BalanceP2c message) throws Invalid {
    if (!message.hasDiscovery()) {
      throw new Invalid("missing balancer discovery");
    }
    if (!message.getDiscovery().hasDst()) {
      throw new Invalid("missing discovery kind");
    }
    String path = message.getDiscovery().getDst().getPath();
    if (!(Addr.parse(path, 0) instanceof Addr.Name(var name, int port)) || port == 0) {
      throw new Invalid("invalid balancer discovery: " + path + " is not NAME:PORT");
    }
    return new Backend(meta, new Backend.Dispatch.Balance(path, law(message)));
  }

  private static Pool.Law law(BalanceP2c message) throws Invalid {
    return switch (message.getLoadCase()) {
      case PEAK_EWMA -> plain(message.getPeakEwma());
      case PENALTY_PEAK_EWMA -> penalized(message.getPenaltyPeakEwma());
      case LOAD_NOT_SET -> throw new Invalid("missing balancer load");
    };
  }

  private static Pool.Law plain(BalanceP2c.PeakEwma ewma) throws Invalid {
    if (!ewma.hasDefaultRtt()) {
      throw new Invalid("missing peak EWMA default RTT");
    }
    if (!ewma.hasDecay()) {
      throw new Invalid("missing peak EWMA decay");
    }
    return new Pool.Law(
        Common.duration(ewma.getDefaultRtt(), "peak EWMA default RTT"),
        Common.duration(ewma.getDecay(), "peak EWMA decay"));
  }

  /** How a penalty itself decays is checked only, as nobody heeds it. */
  private static Pool.Law penalized(BalanceP2c.PenaltyPeakEwma ewma) throws Invalid {
    Pool.Law usual = Pool.Law.USUAL;
    optional(ewma.hasPenaltyDecay(), ewma.getPenaltyDecay(), "penalty decay", usual.decay());
    return new Pool.Law(
        optional(ewma.hasDefaultRtt(), ewma.getDefaultRtt(), "default RTT", usual.rtt()),
        optional(ewma.hasDecay(), ewma.getDecay(), "decay", usual.decay()),
        new Penalty(
            optional(ewma.hasPenalty(), ewma.getPenalty(), "penalty", USUAL_PENALTY),
            optional(
                ewma.hasMaxRetryAfter(), ewma.getMaxRetryAfter(), "max retry-after", USUAL_HINT)));
  }

  private static java.time.Duration optional(
      boolean isPresent, Duration duration, String of, java.time.Duration otherwise)
      throws Invalid {
    return isPresent ? Common.duration(duration, "peak EWMA " + of) : otherwise;
  }
}
