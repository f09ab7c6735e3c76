/**
 * Trust material and certificates: the anchor, the issuer that it signs, the key that signs join
 * tokens, and the certificates that the issuer gives to workloads. Everything is P-256; time and
 * randomness are passed in.
 */
@NullMarked
package weft.control.ca;

import org.jspecify.annotations.NullMarked;
