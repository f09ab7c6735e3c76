package weft.proxy.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * Netty's epoll, whose sockets stay registered also while nothing is asked of them, and hear only
 * of themselves.
 *
 * <p>Netty takes a descriptor that asks for no event out of the epoll set, and still takes it for
 * registered: the next thing it asks for fails with ENOENT and closes the connection. A half-closed
 * one comes to that as soon as its input has ended, so that it could never wait for room to write.
 * Errors are told always, so asking for them alone asks for nothing.
 *
 * <p>Netty finds the owner of an event by its descriptor alone. Where one event closes a socket and
 * opens another, the system gives the new one the same descriptor, and it would be told what came
 * for the old one in the same batch: a connection on its way would be taken for broken.
 */
final class LastingEpoll implements IoHandler {
  private static final long NONE = -1;

  private final IoHandler epoll;
  private long batch;
  private boolean telling;

  private LastingEpoll(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory factory() {
    IoHandlerFactory netty = EpollIoHandler.newFactory();
    return executor -> new LastingEpoll(netty.newHandler(executor));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Lasting(epoll.register(new Newcomer((EpollIoHandle) handle)));
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    batch++;
    telling = true;
    try {
      return epoll.run(context);
    } finally {
      telling = false;
    }
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return epoll.isCompatible(type);
  }

  /** A socket that is spared the events of the batch in which it was registered. */
  @SuppressWarnings("try") // what Netty declares that closing may throw
  private final class Newcomer implements EpollIoHandle {
    private final EpollIoHandle handle;
    private final long registeredIn = telling ? batch : NONE;

    Newcomer(EpollIoHandle handle) {
      this.handle = handle;
    }

    @Override
    public FileDescriptor fd() {
      return handle.fd();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      if (registeredIn != batch) {
        handle.handle(registration, event);
      }
    }

    @Override
    public void registered() {
      handle.registered();
    }

    @Override
    public void unregistered() {
      handle.unregistered();
    }

    @Override
    public void close() throws Exception {
      handle.close();
    }
  }

  private record Lasting(IoRegistration registration) implements IoRegistration {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // so is Netty's
    public <T> T attachment() {
      return registration.attachment();
    }

    @Override
    public long submit(IoOps wanted) {
      return registration.submit(EpollIoOps.NONE.equals(wanted) ? EpollIoOps.EPOLLERR : wanted);
    }

    @Override
    public boolean isValid() {
      return registration.isValid();
    }

    @Override
    public boolean cancel() {
      return registration.cancel();
    }
  }
}
