package weft.control.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import weft.api.outbound.OutboundPolicy;
import weft.api.outbound.TrafficSpec;
import weft.control.wire.NetMessages;
import weft.control.wire.Recorded;
import weft.control.wire.World;

/** Asks for outbound policies as a client of a namespace. */
record Outbound(OutboundService service) {
  Outbound(World world) {
    this(new OutboundService(world.feed()));
  }

  Recorded<OutboundPolicy> watch(String namespace, String ip, int port) {
    var socket = new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    return watch(namespace, TrafficSpec.newBuilder().setAddr(NetMessages.tcp(socket)));
  }

  Recorded<OutboundPolicy> watch(String namespace, String authority) {
    return watch(namespace, TrafficSpec.newBuilder().setAuthority(authority));
  }

  OutboundPolicy of(String namespace, String ip, int port) {
    return watch(namespace, ip, port).take().getFirst();
  }

  private Recorded<OutboundPolicy> watch(String namespace, TrafficSpec.Builder spec) {
    var client = new Recorded<OutboundPolicy>();
    var me = "{\"ns\":\"" + namespace + "\",\"external_workload\":\"me\"}";
    service.watch(spec.setSourceWorkload(me).build(), client);
    return client;
  }
}
