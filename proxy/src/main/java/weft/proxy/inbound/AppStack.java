package weft.proxy.inbound;

import weft.proxy.config.Ip;
import weft.proxy.h1.H1Pool;
import weft.proxy.h2.H2Endpoint;
import weft.proxy.h2.H2Shared;
import weft.proxy.http.ClientContext;
import weft.proxy.http.ClientIdHeader;
import weft.proxy.http.ConcurrencyLimit;
import weft.proxy.http.CountExchanges;
import weft.proxy.http.CountStreams;
import weft.proxy.http.ErrorContext;
import weft.proxy.http.FailFastQueue;
import weft.proxy.http.HttpService;
import weft.proxy.http.Informational;
import weft.proxy.http.LoadShed;
import weft.proxy.http.NormalizeUri;
import weft.proxy.http.OrigProtoDowngrade;
import weft.proxy.http.Rescue;
import weft.proxy.http.Respond;
import weft.proxy.outbound.LoopParts;
import weft.proxy.stack.LineEvents;
import weft.proxy.stack.Stack;
import weft.proxy.transport.Connector;
import weft.proxy.transport.CountConnections;
import weft.proxy.transport.CountedTraffic;
import weft.proxy.transport.Dialer;

/**
 * From a request of a peer to the application; reads down as the way of a request.
 *
 * <p>Source: docs/spec/inbound.md 10, 12.
 */
final class AppStack {
  private final Parts parts;
  private final LoopParts on;
  private final H2Shared h2;

  AppStack(Parts parts, LoopParts on) {
    this.parts = parts;
    this.on = on;
    this.h2 = on.h2().tellingTo(parts.failures()::application);
  }

  /** The service for the requests of one client connection. */
  Stack.Assembled<AppTarget, HttpService> server(Admission admission) {
    return Stack.<AppTarget, HttpService>named("inbound http server")
        .layer(
            new Respond(Informational.MESHED, admission),
            "outermost: every failure below becomes an answer, explained to meshed clients only")
        .layer(
            new ClientContext<AppTarget>(t -> "server: " + Ip.text(t.app())), "says who asked whom")
        .layer(
            new ConcurrencyLimit(parts.permits()),
            "before any work is done for a request that cannot be taken")
        .layer(
            new OrigProtoDowngrade(), "below it everything sees the version the application sees")
        .layer(new ClientIdHeader(), "a client cannot claim an identity it did not prove")
        .layer(new NormalizeUri(), "the application's pool is keyed by the authority")
        .layer(new Authorize(admission), "after the identity is known, before any effort")
        .layer(
            new CountStreams<AppTarget>(t -> admission, on.loop()),
            "what is permitted, by the route that permits it")
        .layer(new ErrorContext<AppTarget>(AppTarget::server), "says which server failed")
        .over(
            target ->
                new ByVersion(app(target, admission, false), () -> app(target, admission, true)));
  }

  private HttpService app(AppTarget of, Admission admission, boolean overHttp2) {
    var target = new AppTarget(of.app(), of.peer(), overHttp2);
    return application(admission).build(target);
  }

  /** What one application is asked through, in one version of HTTP. */
  Stack.Assembled<AppTarget, HttpService> application(Admission admission) {
    var queue = parts.config().inbound().httpQueue();
    return Stack.<AppTarget, HttpService>named("inbound http application")
        .layer(
            new LoadShed("the application is not ready"), "what the queue does not take ends here")
        .layer(
            new FailFastQueue<AppTarget>(
                queue.capacity(), queue.failFast(), on.loop(), t -> LineEvents.NONE),
            "HTTP/2 requests wait for the connection, for a limited time")
        .layer(
            new CountExchanges<AppTarget>(t -> admission, on.loop()),
            "above rescue: a refused connection counts as 502")
        .layer(new Rescue(Informational.MESHED), "a broken application is an answer, not an error")
        .over(t -> t.http2() ? h2(t) : h1(t));
  }

  private HttpService h1(AppTarget target) {
    return new H1Pool(
        on.loop(), on.loop(), dialer(target), on.lines(), parts.limits(true), parts.idle());
  }

  private HttpService h2(AppTarget target) {
    return new H2Endpoint(
        on.loop(), dialer(target), parts.backoff(), on.random(), parts.clientOptions(), h2);
  }

  Connector dialer(AppTarget target) {
    var inbound = parts.config().inbound();
    var dialer =
        new Dialer(parts.loops(), target.app(), inbound.connectTimeout(), inbound.sockets(), null);
    return new CountConnections(
        dialer, () -> new CountedTraffic(parts.transport(), PolicyLabels.OPENED));
  }
}
