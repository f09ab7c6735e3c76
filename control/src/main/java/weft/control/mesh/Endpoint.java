package weft.control.mesh;

import java.net.InetAddress;

/** One address of one workload at which a service's port is reached. */
public record Endpoint(ExternalWorkload workload, InetAddress ip, int port) {}
