/** The table of {@code weft stat}: what happened at each proxy between two scrapes. */
@NullMarked
package weft.cli.stat;

import org.jspecify.annotations.NullMarked;
