/**
 * The admin server: what operators and probes ask one proxy.
 *
 * <p>Connections live on a data loop like others; what they ask for is made on the second executor.
 * Source: docs/spec/telemetry.md 5.
 */
@NullMarked
package weft.proxy.admin;

import org.jspecify.annotations.NullMarked;
