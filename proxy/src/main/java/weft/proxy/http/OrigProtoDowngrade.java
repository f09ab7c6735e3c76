package weft.proxy.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.stack.Layer;

/**
 * Turns exchanges that a peer's proxy carried on HTTP/2 back into the HTTP/1 that they were.
 *
 * <p>{@code l5d-orig-proto} never reaches the application; a value that names no version is logged,
 * and the request stays HTTP/2. Responses carry their version back the same way. Loop only. Source:
 * docs/spec/inbound.md 9.4.
 */
public final class OrigProtoDowngrade implements Layer<Object, HttpService> {
  private static final Logger LOG = LoggerFactory.getLogger(OrigProtoDowngrade.class);

  @Override
  public HttpService wrap(Object target, HttpService inner) {
    return inner.with(
        (head, caller) ->
            head.version() == Version.HTTP_2 && downgrade(head)
                ? new Carried(caller).into(inner, head)
                : inner.open(head, caller));
  }

  /** Whether the request was HTTP/1. */
  private static boolean downgrade(RequestHead head) {
    Header line = head.headers().first(HeaderName.L5D_ORIG_PROTO);
    if (line == null) {
      return false;
    }
    head.headers().remove(HeaderName.L5D_ORIG_PROTO);
    Version version = OrigProto.version(line);
    if (version == null) {
      LOG.warn("Unknown l5d-orig-proto from {}: {}", head.client().address(), line.valueText());
      return false;
    }
    head.version(version);
    head.form(form(head, line));
    head.origProto(true);
    return true;
  }

  private static RequestHead.Form form(RequestHead head, Header line) {
    if (OrigProto.isAbsolute(line)) {
      return RequestHead.Form.ABSOLUTE;
    }
    return head.path().hasValue("*") ? RequestHead.Form.ASTERISK : RequestHead.Form.ORIGIN;
  }

  private static final class Carried extends Relay {
    Carried(Caller caller) {
      super(caller);
    }

    @Override
    public void interim(ResponseHead head) {
      carry(head);
      super.interim(head);
    }

    @Override
    public void responseHead(ResponseHead head, boolean last) {
      carry(head);
      super.responseHead(head, last);
    }

    private static void carry(ResponseHead head) {
      if (head.version().isHttp1()) {
        head.headers().set(OrigProto.of(head.version()));
        head.headers().remove(HeaderName.TRANSFER_ENCODING);
        head.version(Version.HTTP_2);
      }
    }
  }
}
