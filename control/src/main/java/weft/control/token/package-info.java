/**
 * How a workload without Kubernetes proves who it is the first time: a join token, signed by the
 * mesh's join key, inside a join file that tells a sidecar all it needs to start.
 */
@NullMarked
package weft.control.token;

import org.jspecify.annotations.NullMarked;
