package weft.control.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import weft.control.ca.TokenMark;

/**
 * Who is at the other end of a connection, by the certificate that its TLS handshake verified.
 *
 * @param certificateEnds the certificate's NotAfter; a connection may outlive it
 * @param token the join token that it came about by; null: none
 */
public record Peer(String identity, Instant certificateEnds, @Nullable TokenMark token) {}
