/**
 * The control plane as a process part: one TLS port in front of gRPC, plaintext loopback ports,
 * DNS, and the reload of the mesh file. {@link weft.control.server.ControlPlane} is the way in.
 */
@NullMarked
package weft.control.server;

import org.jspecify.annotations.NullMarked;
