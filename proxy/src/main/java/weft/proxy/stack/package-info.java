/**
 * What every service is made of, whatever it serves: layers and the factories under them,
 * readiness, time, caches, queues and budgets. No protocol is known here.
 *
 * <p>Building happens once per target and may allocate; calling happens per request and looks
 * nothing up by name. Source: docs/spec/outbound.md 30.
 */
@NullMarked
package weft.proxy.stack;

import org.jspecify.annotations.NullMarked;
