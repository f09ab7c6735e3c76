package weft.proxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.http.Client;
import weft.proxy.http.Header;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Version;
import weft.proxy.stack.Readiness;

/**
 * Makes calls with one request message or several, and any number of answers.
 *
 * <p>Loop of the service only.
 */
public final class GrpcClient {
  /** Longest message that is taken unless said otherwise, as gRPC's libraries have it. */
  public static final int MESSAGE_LIMIT = 4 << 20;

  private static final Header POST = Header.of(HeaderName.METHOD, "POST");
  private static final Header HTTP = Header.of(HeaderName.SCHEME, "http");
  private static final Header TRAILERS = Header.of(HeaderName.TE, "trailers");
  private static final Header GRPC = Header.of(HeaderName.CONTENT_TYPE, "application/grpc");
  private static final Client OURSELVES = new Ourselves();

  private final HttpService service;
  private final Header authority;
  private final int messageLimit;
  private final Header[] metadata;

  /**
   * Calls go through {@code service}.
   *
   * @param metadata sent with every call
   */
  public GrpcClient(HttpService service, String authority, Header... metadata) {
    this(service, Header.of(HeaderName.AUTHORITY, authority), MESSAGE_LIMIT, metadata.clone());
  }

  private GrpcClient(HttpService service, Header authority, int messageLimit, Header[] metadata) {
    this.service = service;
    this.authority = authority;
    this.messageLimit = messageLimit;
    this.metadata = metadata;
  }

  /** The same with more metadata. */
  public GrpcClient with(Header line) {
    var more = java.util.Arrays.copyOf(metadata, metadata.length + 1);
    more[metadata.length] = line;
    return new GrpcClient(service, authority, messageLimit, more);
  }

  /** The same with another limit of a message's bytes; a longer one ends its call. */
  public GrpcClient limitedTo(int bytes) {
    return new GrpcClient(service, authority, bytes, metadata);
  }

  /** Would a call have a chance? */
  public Readiness readiness() {
    return service.readiness();
  }

  /**
   * Starts a call; it may end before this returns.
   *
   * @param path {@code /package.Service/Method}
   * @param request encoded
   */
  public Call call(String path, byte[] request, Responses responses) {
    var call = new Call(responses, messageLimit);
    call.start(service.open(head(path), call), framed(request), true);
    return call;
  }

  /**
   * Starts a call whose requests follow by {@link Call#send}; it may end before this returns.
   *
   * @param path {@code /package.Service/Method}
   */
  public Call open(String path, Responses responses) {
    var call = new Call(responses, messageLimit);
    call.start(service.open(head(path), call), Unpooled.EMPTY_BUFFER, false);
    return call;
  }

  private RequestHead head(String path) {
    var headers = new Headers();
    headers.add(TRAILERS);
    headers.add(GRPC);
    for (Header line : metadata) {
      headers.add(line);
    }
    return new RequestHead(
        Version.HTTP_2,
        POST,
        HTTP,
        authority,
        Header.of(HeaderName.PATH, path),
        RequestHead.Form.ORIGIN,
        headers,
        OURSELVES);
  }

  static ByteBuf framed(byte[] message) {
    ByteBuf buffer = Unpooled.buffer(5 + message.length);
    return buffer.writeByte(0).writeInt(message.length).writeBytes(message);
  }

  /** The proxy itself, where a layer asks who the client is. */
  private static final class Ourselves implements Client {
    private static final SocketAddress NOWHERE =
        new SocketAddress() {
          private static final long serialVersionUID = 1;

          @Override
          public String toString() {
            return "this proxy";
          }
        };

    @Override
    public SocketAddress address() {
      return NOWHERE;
    }

    @Override
    public @Nullable String identity() {
      return null;
    }

    @Override
    public void close() {}
  }
}
