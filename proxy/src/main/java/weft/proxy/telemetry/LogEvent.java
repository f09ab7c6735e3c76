package weft.proxy.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be logged, as text, so that nothing of it changes before it is written.
 *
 * @param uptimeNanos since the log began
 * @param wallMicros since 1970
 * @param fields names and values in turn
 */
record LogEvent(
    LogLevel level,
    String target,
    String message,
    List<String> fields,
    @Nullable Throwable error,
    long thread,
    long uptimeNanos,
    long wallMicros) {}
