package weft.proxy.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.stack.Layer;

/**
 * Takes out of responses what a peer's proxy says about itself, and does as it says.
 *
 * <p>The error is logged. A close that it asks for closes the application's connection, where the
 * target allows that: then the application looks its destination up anew. Source:
 * docs/spec/outbound.md 22, number 8.
 */
public final class ProxyErrorHeaders implements Layer<ProxyErrorHeaders.Facts, HttpService> {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyErrorHeaders.class);
  private static final Header CLOSE = Header.of(HeaderName.CONNECTION, "close");

  /** What the layer asks of a target. */
  public interface Facts {
    /** The peer is meshed, and the application went to it directly, not by a service. */
    boolean mayCloseClient();
  }

  @Override
  public HttpService wrap(Facts target, HttpService inner) {
    boolean mayClose = target.mayCloseClient();
    return inner.with(
        (head, caller) -> new Stripped(head.client(), mayClose, caller).into(inner, head));
  }

  private static final class Stripped extends Relay {
    private final Client client;
    private final boolean mayClose;

    Stripped(Client client, boolean mayClose, Caller caller) {
      super(caller);
      this.client = client;
      this.mayClose = mayClose;
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      Headers headers = head.headers();
      Header error = headers.first(HeaderName.L5D_PROXY_ERROR);
      if (error != null) {
        headers.remove(HeaderName.L5D_PROXY_ERROR);
        LOG.info("Remote proxy error: {}", error.valueText());
      }
      Header connection = headers.first(HeaderName.L5D_PROXY_CONNECTION);
      if (connection != null) {
        headers.remove(HeaderName.L5D_PROXY_CONNECTION);
        if (mayClose && connection.hasValue("close")) {
          close(head);
        }
      }
      super.responseHead(head, last);
    }

    private void close(ResponseHead head) {
      client.close();
      if (head.version() == Version.HTTP_1_1) {
        head.headers().set(CLOSE);
      }
    }
  }
}
