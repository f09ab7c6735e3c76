package weft.proxy.http;

import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/** A target that may be known by an identity, which its certificate must then carry. */
public interface HasServerId {
  /** The identity; null where the connection is in clear. */
  @Nullable Id serverId();
}
