/**
 * One proxy: made from its configuration, started, ready, ended.
 *
 * <p>Source: docs/spec/inbound.md 1 and 18, docs/spec/config.md 1.
 */
@NullMarked
package weft.proxy.app;

import org.jspecify.annotations.NullMarked;
