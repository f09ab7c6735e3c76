package weft.proxy.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, whose sockets stay registered also while nothing is asked of them.
 *
 * <p>Netty takes a descriptor that asks for no event out of the epoll set, and still takes it for
 * registered: the next thing it asks for fails with ENOENT and closes the connection. A half-closed
 * one comes to that as soon as its input has ended, so that it could never wait for room to write.
 * Errors are told always, so asking for them alone asks for nothing.
 */
final class LastingEpoll implements IoHandler {
  private final IoHandler epoll;

  private LastingEpoll(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory factory() {
    IoHandlerFactory netty = EpollIoHandler.newFactory();
    return executor -> new LastingEpoll(netty.newHandler(executor));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Lasting(epoll.register(handle));
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
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
