/**
 * Whole proxies of this process, seen from outside: scripted clients, applications and a scripted
 * control plane, on sockets of the loopback.
 */
@NullMarked
package weft.proxy.scenario;

import org.jspecify.annotations.NullMarked;
