/**
 * How soon a change of the mesh reaches all who listen: many open Destination streams against a
 * real {@code weft control}, an edit of its file, and the time until each stream has heard of it.
 */
@NullMarked
package weft.bench.streams;

import org.jspecify.annotations.NullMarked;
