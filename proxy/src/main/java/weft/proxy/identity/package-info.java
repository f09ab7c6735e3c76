/**
 * Who we are and whom we believe: the key and its signing request, the certificate and its renewal,
 * the trust anchors and what must hold of a peer's chain.
 *
 * <p>Verification is pure: certificates and a time in, names or a reason out. Source:
 * identity-tls.md.
 */
@NullMarked
package weft.proxy.identity;

import org.jspecify.annotations.NullMarked;
