package weft.proxy.discover;

import com.google.protobuf.ByteString;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.api.destination.DestinationProfile;
import weft.api.destination.GetDestination;
import weft.api.inbound.PortSpec;
import weft.api.inbound.Server;
import weft.api.outbound.TrafficSpec;
import weft.proxy.balance.Update;
import weft.proxy.config.ControlConfig;
import weft.proxy.grpc.GrpcClient;
import weft.proxy.grpc.Status;
import weft.proxy.stack.ExponentialBackoff;
import weft.proxy.transport.Loop;

/**
 * Asks Destination and the policy services, and keeps asking: once for the process, whoever asks.
 * What they said last is used again where they do not answer.
 *
 * <p>Any thread; answers come on the loop named.
 */
public final class Discovery {
  private static final String DESTINATION = "/io.linkerd.proxy.destination.Destination/";
  private static final String OUTBOUND = "/io.linkerd.proxy.outbound.OutboundPolicies/";
  private static final String INBOUND = "/io.linkerd.proxy.inbound.InboundServerPolicies/";

  private final Parts parts;
  private final Outage destinationOutage;
  private final Outage policyOutage;
  private final Sharing<Update> endpoints;
  private final Sharing<Profile> profiles;
  private final Sharing<OutboundPolicy> policies;
  private final Sharing<Server> servers;

  /**
   * What it asks with.
   *
   * @param kept how many answers of each kind are remembered after their last use
   * @param destination and {@code policy}: clients of the control loop
   * @param background decodes
   */
  public record Parts(
      ControlConfig config,
      int kept,
      GrpcClient destination,
      GrpcClient policy,
      Loop control,
      Executor background,
      ExponentialBackoff backoff,
      RandomGenerator random) {}

  public Discovery(Parts parts) {
    this.parts = parts;
    this.destinationOutage = new Outage(parts.destination.readiness(), parts.control);
    this.policyOutage = new Outage(parts.policy.readiness(), parts.control);
    int kept = parts.kept;
    this.endpoints =
        new Sharing<>(
            parts.control,
            kept,
            destinationOutage::isEvident, // some say nothing where there are no endpoints
            this::openEndpoints,
            Endpoints::merge);
    this.profiles =
        new Sharing<>(
            parts.control,
            kept,
            destinationOutage::isOverdue,
            this::openProfile,
            (before, next) -> next);
    this.policies =
        new Sharing<>(
            parts.control, kept, policyOutage::isOverdue, this::openPolicy, (before, next) -> next);
    this.servers =
        new Sharing<>(
            parts.control, kept, policyOutage::isOverdue, this::openServer, (before, next) -> next);
  }

  /** Takes one kind of message as it changes; on the loop that asked. */
  public interface Listener<M> {
    void value(M value);

    /** The control plane has none, or does not answer such questions. */
    void rejected(Status status);
  }

  /** The endpoints of {@code path}, a {@code name:port} that the control plane gave. */
  public Subscription endpoints(String path, Loop loop, Resolved listener) {
    return endpoints.subscribe(destination(path), loop, new Resolving(listener));
  }

  /** The profile of {@code path}, a {@code name:port} or {@code ip:port}. */
  public Subscription profile(String path, Loop loop, Listener<Profile> listener) {
    return profiles.subscribe(destination(path), loop, listener);
  }

  private ByteString destination(String path) {
    return GetDestination.newBuilder()
        .setPath(path)
        .setContextToken(parts.config.context())
        .build()
        .toByteString();
  }

  /** The client policy of a {@code name:port}. */
  public Subscription policy(String authority, Loop loop, Listener<OutboundPolicy> listener) {
    var request =
        TrafficSpec.newBuilder()
            .setSourceWorkload(parts.config.workload())
            .setAuthority(authority)
            .build();
    return policies.subscribe(request.toByteString(), loop, listener);
  }

  /** The client policy of an address that an application connects to. */
  public Subscription policy(
      InetSocketAddress address, Loop loop, Listener<OutboundPolicy> listener) {
    var request =
        TrafficSpec.newBuilder()
            .setSourceWorkload(parts.config.workload())
            .setAddr(TcpAddresses.write(address))
            .build();
    return policies.subscribe(request.toByteString(), loop, listener);
  }

  /** The server policy of a port of this workload. */
  public Subscription server(int port, Loop loop, Listener<Server> listener) {
    var request = PortSpec.newBuilder().setWorkload(parts.config.workload()).setPort(port).build();
    return servers.subscribe(request.toByteString(), loop, listener);
  }

  private Subscription openEndpoints(ByteString request, Watch.Sink<Update> sink) {
    return Watch.start(
        destination(DESTINATION + "Get", request),
        weft.api.destination.Update::parseFrom,
        new EndpointSink(sink));
  }

  private Subscription openProfile(ByteString request, Watch.Sink<Profile> sink) {
    return Watch.start(
        destination(DESTINATION + "GetProfile", request),
        bytes -> Profiles.read(DestinationProfile.parseFrom(bytes)),
        sink);
  }

  private Subscription openPolicy(ByteString request, Watch.Sink<OutboundPolicy> sink) {
    return Watch.start(
        policy(OUTBOUND + "Watch", request),
        bytes -> Policies.read(weft.api.outbound.OutboundPolicy.parseFrom(bytes)),
        new EndsUnknown<>(sink));
  }

  private Subscription openServer(ByteString request, Watch.Sink<Server> sink) {
    return Watch.start(policy(INBOUND + "WatchPort", request), Server::parseFrom, sink);
  }

  private Watch.Source destination(String path, ByteString request) {
    return source(
        parts.destination,
        destinationOutage,
        parts.config.streams(parts.config.destination()),
        path,
        request);
  }

  private Watch.Source policy(String path, ByteString request) {
    return source(
        parts.policy, policyOutage, parts.config.streams(parts.config.policy()), path, request);
  }

  private Watch.Source source(
      GrpcClient client,
      Outage outage,
      ControlConfig.StreamLimits limits,
      String path,
      ByteString request) {
    return new Watch.Source(
        client,
        outage,
        limits,
        parts.control,
        parts.background,
        parts.backoff,
        parts.random,
        path,
        request);
  }

  private record Resolving(Resolved resolved) implements Listener<Update> {
    @Override
    public void value(Update update) {
      resolved.update(update);
    }

    @Override
    public void rejected(Status status) {
      resolved.rejected(status);
    }
  }

  /** NOT_FOUND and UNIMPLEMENTED are answers, after which nobody asks again. */
  private record EndsUnknown<M>(Watch.Sink<M> sink) implements Watch.Sink<M> {
    @Override
    public void value(M value) {
      sink.value(value);
    }

    @Override
    public void failed(Status status) {
      sink.failed(status);
    }

    @Override
    public void rejected(Status status) {
      sink.rejected(status);
    }

    @Override
    public boolean isFinal(Status status) {
      return status.isFinal()
          || status.code() == Status.NOT_FOUND
          || status.code() == Status.UNIMPLEMENTED;
    }
  }

  /** The first addition of each stream is the whole set. */
  private static final class EndpointSink implements Watch.Sink<weft.api.destination.Update> {
    private final Watch.Sink<Update> sink;
    private boolean begun;

    EndpointSink(Watch.Sink<Update> sink) {
      this.sink = sink;
    }

    @Override
    public void value(weft.api.destination.Update message) {
      Update update = whole(Endpoints.read(message));
      if (update != null) {
        sink.value(update);
      }
    }

    private @Nullable Update whole(@Nullable Update update) {
      if (begun || update == null) {
        return update;
      }
      begun = !(update instanceof Update.Remove);
      return switch (update) {
        case Update.Add(var endpoints) -> new Update.Reset(endpoints);
        case Update.Remove remove -> null;
        case Update.Reset reset -> reset;
      };
    }

    @Override
    public void opened() {
      begun = false;
    }

    @Override
    public void failed(Status status) {
      sink.failed(status);
    }

    @Override
    public void rejected(Status status) {
      sink.rejected(status);
    }
  }
}
