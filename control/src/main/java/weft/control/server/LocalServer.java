package weft.control.server;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import org.jspecify.annotations.Nullable;

/** Accepts connections from inside the process. */
final class LocalServer extends LocalServerChannel {
  @Override
  protected LocalChannel newLocalChannel(LocalChannel peer) {
    return new Accepted(this, peer);
  }

  private static final class Accepted extends LocalChannel {
    private @Nullable ChannelConfig config;

    Accepted(LocalServerChannel parent, LocalChannel peer) {
      super(parent, peer);
    }

    /** Made on demand, as the constructor above us asks for it. */
    @Override
    public ChannelConfig config() {
      if (config == null) {
        config = new Config(this);
      }
      return config;
    }
  }

  /** gRPC sets TCP keep-alive on every connection; here that means nothing and must not warn. */
  private static final class Config extends DefaultChannelConfig {
    Config(LocalChannel channel) {
      super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
      return option.equals(ChannelOption.SO_KEEPALIVE) || super.setOption(option, value);
    }
  }
}
