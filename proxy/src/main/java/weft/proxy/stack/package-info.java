/** Layers and factories. */
@NullMarked
package weft.proxy.stack;

import org.jspecify.annotations.NullMarked;
