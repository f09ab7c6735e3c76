/**
 * What the proxy tells about itself: metrics, logs and the access log.
 *
 * <p>A series is looked up once, when the service for a target is built, and then counted with one
 * atomic add. Its text is made on the second executor, which reads without locks. A log line that
 * is not wanted costs one comparison; a wanted one never waits for the terminal.
 */
@NullMarked
package weft.proxy.telemetry;

import org.jspecify.annotations.NullMarked;
