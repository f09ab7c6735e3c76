package weft.proxy.h1;

import weft.proxy.http.Header;

/**
 * The lines that one loop has seen, for all its HTTP/1 connections.
 *
 * <p>Of one loop. Holds at most about 700 lines of 256 bytes, three times over.
 */
public final class Lines {
  private static final int FIELDS = 512;
  private static final int REQUESTS = 128;
  private static final int STATUSES = 32;

  private final LineCache<Header> fields = new LineCache<>(FIELDS, FieldLine::parse);
  private final LineCache<RequestLine> requests = new LineCache<>(REQUESTS, RequestLine::parse);
  private final LineCache<StatusLine> statuses = new LineCache<>(STATUSES, StatusLine::parse);

  LineCache<Header> fields() {
    return fields;
  }

  LineCache<RequestLine> requests() {
    return requests;
  }

  LineCache<StatusLine> statuses() {
    return statuses;
  }
}
