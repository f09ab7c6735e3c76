/**
 * A whole mesh on one machine: four applications with real traffic, each in a process of its own
 * with its own sidecar, and the orchestra that starts, disturbs, watches and checks them
 * (contracts, 10).
 *
 * <p>The applications are ordinary programs: they know of the mesh what any program could, the
 * proxy variables and a port to connect to.
 */
@NullMarked
package weft.cli.demo;

import org.jspecify.annotations.NullMarked;
