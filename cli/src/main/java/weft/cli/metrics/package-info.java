/** Proxies' metrics, as their admin servers print them: fetched, read, summed. */
@NullMarked
package weft.cli.metrics;

import org.jspecify.annotations.NullMarked;
