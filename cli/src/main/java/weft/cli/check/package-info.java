/** Looks at a mesh from outside and says what is wrong with it, and how to mend it. */
@NullMarked
package weft.cli.check;

import org.jspecify.annotations.NullMarked;
