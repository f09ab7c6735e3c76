package weft.control.identity;

import java.time.Instant;

/**
 * Who is at the other end of a connection, by the certificate that its TLS handshake verified.
 *
 * @param certificateEnds the certificate's NotAfter; a connection may outlive it
 */
public record Peer(String identity, Instant certificateEnds) {}
