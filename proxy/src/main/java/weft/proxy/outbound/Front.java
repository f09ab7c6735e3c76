package weft.proxy.outbound;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Addr;
import weft.proxy.detect.HttpStart;
import weft.proxy.stack.IdleCache;
import weft.proxy.stack.Timers.Timer;
import weft.proxy.telemetry.Detection.Result;
import weft.proxy.transport.Connection;
import weft.proxy.transport.CountedTraffic;
import weft.proxy.transport.Held;
import weft.proxy.transport.Protocol;

/**
 * The first protocol of an application's connection: finds out what it speaks.
 *
 * <p>Where a target is given, its plan comes first; if it is opaque, nothing is looked at, so a
 * server that speaks first is heard. Otherwise the first bytes decide, or their absence after the
 * detection timeout. Source: docs/spec/outbound.md 8.
 */
final class Front implements Protocol {
  private static final String UNEXPECTED = "unexpected";

  private final Outbound.PerLoop on;
  private final Outbound.Entry entry;
  private @Nullable Connection connection;
  private IdleCache.@Nullable Handle<OpaqueRoute> route;
  private Timer patience = Timer.UNSET;
  private @Nullable ByteBuf first;
  private long began;
  private boolean detecting;
  private boolean inputEnded;
  private boolean decided;

  Front(Outbound.PerLoop on, Outbound.Entry entry) {
    this.on = on;
    this.entry = entry;
  }

  @Override
  public void opened(Connection opened) {
    connection = opened;
    began = opened.loop().nanoTime();
    opened.count(
        new CountedTraffic(on.parts.transport(), ConnectionLabels.accepted(opened, addr())));
    Target target = entry.target();
    if (target == null) {
      detect(opened);
      return;
    }
    route = on.opaque.acquire(target);
    if (route == null) {
      refuse("loadshed", "too many destinations in use");
    } else if (isByAddress(target)) {
      route.value().whenKnown(this::known);
    } else {
      route.value().await(this::known);
    }
  }

  /** Then nobody limits how long discovery takes, and its refusal closes the connection. */
  private boolean isByAddress(Target target) {
    return target.original() != null && !entry.byAuthority();
  }

  private @Nullable Addr addr() {
    Target target = entry.target();
    return target == null ? null : target.addr();
  }

  /** From now on the first bytes decide, or that there are none. */
  private void detect(Connection opened) {
    detecting = true;
    ByteBuf read = first;
    first = null;
    if (read != null) {
      opened.reading(true);
      received(read);
    } else if (inputEnded) {
      inputEnded();
    } else {
      patience = opened.loop().after(on.parts.config().outbound().detectTimeout(), this::timeOut);
    }
  }

  /** The plan of the target is known: opaque ones wait for nothing. */
  private void known(Plan plan) {
    Connection c = connection;
    if (decided || c == null) {
      return;
    }
    OpaqueCounters counters = route == null ? null : route.value().counters();
    if (counters != null) {
      counters.accepted().add();
    }
    if (plan.opaque() || (plan.refusal() != null && refuses(first))) {
      forward();
    } else {
      detect(c);
    }
  }

  /** A refusal holds for whatever comes, unless what comes may be routed by itself. */
  private boolean refuses(@Nullable ByteBuf read) {
    Target target = entry.target();
    return target != null && !entry.byAuthority() && (target.original() != null || read == null);
  }

  @Override
  public void received(ByteBuf bytes) {
    if (decided) {
      bytes.release();
      return;
    }
    if (!detecting) {
      hold(bytes);
      return;
    }
    switch (HttpStart.of(bytes)) {
      case HTTP1 -> {
        detected(Result.HTTP1);
        become(on.http1(entry), bytes);
      }
      case HTTP2 -> {
        detected(Result.HTTP2);
        become(on.http2(entry), bytes);
      }
      case NOT_HTTP -> {
        detected(Result.NOT_HTTP);
        first = bytes;
        forward();
      }
    }
  }

  /** What comes before the plan waits for it: an opaque target's bytes are not looked at. */
  private void hold(ByteBuf bytes) {
    ByteBuf held = first;
    Connection c = connection;
    if (c != null) {
      c.reading(false);
    }
    first =
        held == null
            ? bytes
            : on.on.loop().allocator().compositeBuffer(2).addComponents(true, held, bytes);
  }

  /** Counts where it is known what the target's connections hang on. */
  private void detected(Result how) {
    OpaqueCounters counters = route == null ? null : route.value().counters();
    if (counters != null) {
      counters.detection().ended(how, on.on.loop().nanoTime() - began);
    }
  }

  private void timeOut() {
    if (!decided) {
      detected(Result.READ_TIMEOUT);
      forward();
    }
  }

  private void become(Protocol next, ByteBuf bytes) {
    end();
    Connection c = connection;
    IdleCache.Handle<OpaqueRoute> held = route;
    route = null;
    if (c == null) {
      bytes.release();
    } else {
      c.become(held == null ? next : new Held(next, held::release), bytes);
    }
  }

  private void forward() {
    IdleCache.Handle<OpaqueRoute> to = route;
    Connection c = connection;
    if (to == null || c == null) {
      refuse(
          UNEXPECTED, "what it speaks is neither HTTP nor CONNECT, and its listener has no target");
      return;
    }
    end();
    route = null;
    ByteBuf read = first;
    first = null;
    new OpaqueSession(c, to, addr(), on.parts).start(read);
  }

  private void refuse(String error, String why) {
    end();
    Connection c = connection;
    if (c != null) {
      on.parts.failures().closed(c.remoteAddress(), addr(), error, why);
      c.close();
    }
  }

  private void end() {
    decided = true;
    patience.stop();
  }

  private void release() {
    if (route != null) {
      route.release();
      route = null;
    }
  }

  @Override
  public void inputEnded() {
    inputEnded = true;
    if (!decided && detecting) {
      detected(Result.ERROR);
      refuse(UNEXPECTED, "it ended before its protocol was known");
    }
  }

  @Override
  public void sent(int bytes) {}

  @Override
  public void closed(@Nullable Throwable why) {
    end();
    release();
    if (first != null) {
      first.release();
      first = null;
    }
  }
}
