package weft.bench.streams;

import java.time.Duration;

/**
 * One edit of the mesh file that changed every service.
 *
 * @param times from when the file was replaced, until each stream had the update
 * @param cpu what the control plane spent on it
 */
record Edit(Times times, Duration cpu) {}
