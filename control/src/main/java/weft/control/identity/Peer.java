package weft.control.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, by the certificate that its TLS handshake verified.
 *
 * @param certificateEnds the certificate's NotAfter; a connection may outlive it
 * @param tokenId the join token that it came about by; null: none
 */
public record Peer(String identity, Instant certificateEnds, @Nullable String tokenId) {}
