/**
 * The mesh's names over DNS (RFC 1035) for machines without a cluster's DNS: an authoritative
 * server for one zone, over UDP and TCP, that answers A, AAAA and SRV from memory.
 */
@NullMarked
package weft.control.dns;

import org.jspecify.annotations.NullMarked;
