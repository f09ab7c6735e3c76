package weft.proxy.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.proxy.http.Caller;
import weft.proxy.http.Exchange;
import weft.proxy.http.HeaderName;
import weft.proxy.http.Headers;
import weft.proxy.http.HttpService;
import weft.proxy.http.RequestHead;
import weft.proxy.http.Reset;
import weft.proxy.http.ResponseHead;
import weft.proxy.stack.Readiness;
import weft.proxy.transport.Loop;

/**
 * Takes a request whole, has its answer made on the second executor, and sends that.
 *
 * <p>Belongs to one loop.
 */
public final class AdminService implements HttpService {
  /** More of a request's body is refused. */
  public static final int MOST_BODY = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(AdminService.class);

  private final Loop loop;
  private final Executor background;
  private final Site site;

  /** Answers by {@code site}. */
  public AdminService(Loop loop, Executor background, Site site) {
    this.loop = loop;
    this.background = background;
    this.site = site;
  }

  @Override
  public Readiness readiness() {
    return Readiness.ALWAYS;
  }

  @Override
  public Exchange open(RequestHead head, Caller caller) {
    return new Asked(head, caller);
  }

  private Page make(Question question) {
    try {
      return site.answer(question);
    } catch (RuntimeException e) {
      LOG.error("admin {} failed", question.path(), e);
      return Page.text(500, "internal error: see the log\n");
    }
  }

  private final class Asked implements Exchange {
    private final RequestHead head;
    private final Caller caller;
    private final StringBuilder body = new StringBuilder();
    private ByteBuf answer = Unpooled.EMPTY_BUFFER;
    private boolean over;

    Asked(RequestHead head, Caller caller) {
      this.head = head;
      this.caller = caller;
    }

    @Override
    public void start(boolean last) {
      if (last) {
        ask();
      } else {
        caller.grantRequest(MOST_BODY);
      }
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
      if (body.length() <= MOST_BODY) {
        body.append(data.toString(StandardCharsets.UTF_8));
      }
      int bytes = data.readableBytes();
      data.release();
      if (last) {
        ask();
      } else if (!over) {
        caller.grantRequest(bytes);
      }
    }

    @Override
    public void requestTrailers(Headers trailers) {
      ask();
    }

    private void ask() {
      if (over) {
        return;
      }
      if (body.length() > MOST_BODY) {
        send(Page.text(413, "a body of at most " + MOST_BODY + " bytes is taken\n"));
        return;
      }
      Question question = question();
      background.execute(
          () -> {
            Page page = make(question);
            loop.execute(() -> send(page));
          });
    }

    private Question question() {
      String path = head.path().valueText();
      int mark = path.indexOf('?');
      return new Question(
          head.method().valueText(),
          mark < 0 ? path : path.substring(0, mark),
          mark < 0 ? "" : path.substring(mark + 1),
          body.toString(),
          head.client().address());
    }

    private void send(Page page) {
      if (over) {
        return;
      }
      answer = Unpooled.copiedBuffer(page.body(), StandardCharsets.UTF_8);
      var headers = new Headers();
      headers.add(HeaderName.CONTENT_TYPE, page.contentType());
      headers.add(HeaderName.CONTENT_LENGTH, Integer.toString(answer.readableBytes()));
      boolean bare = !answer.isReadable() || head.hasMethod("HEAD");
      if (bare) {
        end();
      }
      caller.responseHead(ResponseHead.of(head.version(), page.status(), headers), bare);
    }

    @Override
    public void grantResponse(int bytes) {
      if (!over) {
        over = true;
        ByteBuf all = answer;
        answer = Unpooled.EMPTY_BUFFER;
        caller.responseData(all, true);
      }
    }

    @Override
    public void cancel(Reset why) {
      end();
    }

    private void end() {
      over = true;
      answer.release();
      answer = Unpooled.EMPTY_BUFFER;
    }
  }
}
