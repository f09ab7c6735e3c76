package weft.proxy.discover;

import java.util.List;
import weft.proxy.balance.Update;
import weft.proxy.grpc.Status;

/** Takes the endpoints of a destination as they change; on the loop that asked. */
public interface Resolved {
  /** Apply this to what is known. The first one of a stream is a whole set. */
  void update(Update update);

  /** The control plane refuses to name endpoints, for good. */
  void rejected(Status status);

  /** No endpoints at all. */
  Update NOBODY = new Update.Reset(List.of());
}
