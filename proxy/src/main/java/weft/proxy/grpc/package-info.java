/**
 * A thin gRPC client on our own HTTP: framing and status, nothing else.
 *
 * <p>Calls are made and answered on the loop of the service they go through. Messages come out as
 * bytes, bounded, so that decoding can happen elsewhere. Source: the gRPC over HTTP/2 protocol;
 * docs/spec/control-plane.md 2.
 */
@NullMarked
package weft.proxy.grpc;

import org.jspecify.annotations.NullMarked;
