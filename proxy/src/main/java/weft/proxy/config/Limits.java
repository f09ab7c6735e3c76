package weft.proxy.config;

import java.time.Duration;
import java.util.List;

/**
 * Bounds of everything that could grow by what peers do; counts, or bytes where the name says so.
 *
 * <p>Each is positive and has a defined answer when it is reached, which its sentence states.
 */
public record Limits(
    int connections,
    int streamsPerConnection,
    int headerBytes,
    int headerCount,
    int bufferedBytes,
    int replayBytes,
    int targets,
    int endpoints,
    int cachedNames,
    int kept,
    int messageBytes,
    int series,
    int logLines,
    int refusals,
    Duration handshake,
    Duration requestHead) {

  static final Entry<Integer> CONNECTIONS =
      count("MAX_CONNECTIONS", "20000", "Accepted connections of one listener; more wait.");
  static final Entry<Integer> STREAMS =
      count(
          "HTTP2_MAX_STREAMS",
          "10000",
          "Open streams of one HTTP/2 connection; more are refused, to be tried elsewhere.");
  static final Entry<Integer> HEADER_BYTES =
      count("MAX_HEADER_BYTES", "65536", "Bytes of one head; a larger one is answered 431.");
  static final Entry<Integer> HEADER_COUNT =
      count("MAX_HEADERS", "256", "Header lines of one head; more are answered 431.");
  static final Entry<Integer> BUFFERED =
      count(
          "MAX_BUFFERED_BYTES",
          "16777216",
          "Bytes in flight in the process; above it windows are given back only for what left.");
  static final Entry<Integer> REPLAY =
      count("MAX_REPLAY_BYTES", "65536", "Bytes of a body that are kept for another try.");
  static final Entry<Integer> TARGETS =
      count("MAX_TARGETS", "10000", "Targets in one cache; the longest idle one goes first.");
  static final Entry<Integer> ENDPOINTS =
      count("MAX_ENDPOINTS", "10000", "Endpoints of one backend; more are left out.");
  static final Entry<Integer> NAMES =
      count("MAX_CACHED_NAMES", "10000", "Names whose DNS answers are kept.");
  static final Entry<Integer> KEPT =
      count(
          "MAX_KEPT",
          "1000",
          "Profiles, policies and endpoint sets, of each, that are kept after their last use for"
              + " when the control plane is away; the longest unused goes first.");
  static final Entry<Integer> MESSAGE =
      count(
          "MAX_MESSAGE_BYTES",
          "4194304",
          "Largest message of the control plane; a larger one ends its stream.");
  static final Entry<Integer> SERIES =
      count("METRICS_MAX_SERIES", "5000", "Series of one metric; more are counted as dropped.");
  static final Entry<Integer> LOG_LINES =
      count("LOG_QUEUE", "1024", "Log lines that wait to be written; more are counted as dropped.");
  static final Entry<Integer> REFUSALS =
      count("MAX_REFUSALS", "100", "Last refusals that the admin server remembers.");
  static final Entry<Duration> HANDSHAKE =
      new Entry<>(
          "WEFT_TLS_HANDSHAKE_TIMEOUT",
          Syntax.DURATION,
          "10s",
          "Longest TLS handshake with a client; then the connection is closed.");
  static final Entry<Duration> REQUEST_HEAD =
      new Entry<>(
          "WEFT_REQUEST_HEAD_TIMEOUT",
          Syntax.DURATION,
          "30s",
          "Longest time from the first to the last byte of a request's head; then 408.");
  static final List<Entry<?>> ENTRIES =
      List.of(
          CONNECTIONS,
          STREAMS,
          HEADER_BYTES,
          HEADER_COUNT,
          BUFFERED,
          REPLAY,
          TARGETS,
          ENDPOINTS,
          NAMES,
          KEPT,
          MESSAGE,
          SERIES,
          LOG_LINES,
          REFUSALS,
          HANDSHAKE,
          REQUEST_HEAD);

  private static Entry<Integer> count(String name, String value, String sentence) {
    return new Entry<>("WEFT_" + name, Syntax.POSITIVE, value, sentence);
  }

  static Limits read(Env env) {
    return new Limits(
        env.get(CONNECTIONS),
        env.get(STREAMS),
        env.get(HEADER_BYTES),
        env.get(HEADER_COUNT),
        env.get(BUFFERED),
        env.get(REPLAY),
        env.get(TARGETS),
        env.get(ENDPOINTS),
        env.get(NAMES),
        env.get(KEPT),
        env.get(MESSAGE),
        env.get(SERIES),
        env.get(LOG_LINES),
        env.get(REFUSALS),
        env.get(HANDSHAKE),
        env.get(REQUEST_HEAD));
  }
}
