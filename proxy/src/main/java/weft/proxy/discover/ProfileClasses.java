package weft.proxy.discover;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.api.destination.HttpStatusRange;
import weft.api.destination.ResponseClass;
import weft.api.destination.ResponseMatch;
import weft.proxy.route.ResponseClasses;
import weft.proxy.route.ResponseClasses.StatusMatch;

/**
 * Reads response classes of a profile: those that make no sense are left out. Pure. Source:
 * docs/spec/outbound.md 17.
 */
final class ProfileClasses {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileClasses.class);

  private ProfileClasses() {}

  static ResponseClasses read(List<ResponseClass> messages) {
    if (messages.isEmpty()) {
      return ResponseClasses.NONE;
    }
    var classes = new ArrayList<ResponseClasses.Of>(messages.size());
    for (ResponseClass message : messages) {
      StatusMatch match = match(message.getCondition());
      if (match == null) {
        LOG.warn("Response class left out: its condition is missing or makes no sense");
      } else {
        classes.add(new ResponseClasses.Of(match, message.getIsFailure()));
      }
    }
    return new ResponseClasses(classes);
  }

  private static @Nullable StatusMatch match(ResponseMatch message) {
    return switch (message.getMatchCase()) {
      case ALL -> {
        var parts = parts(message.getAll());
        yield parts.isEmpty() ? null : new StatusMatch.All(parts);
      }
      case ANY -> {
        var parts = parts(message.getAny());
        yield parts.isEmpty() ? null : new StatusMatch.Any(parts);
      }
      case NOT -> {
        StatusMatch part = match(message.getNot());
        yield part == null ? null : new StatusMatch.Not(part);
      }
      case STATUS -> range(message.getStatus());
      case MATCH_NOT_SET -> null;
    };
  }

  private static List<StatusMatch> parts(ResponseMatch.Seq seq) {
    var parts = new ArrayList<StatusMatch>(seq.getMatchesCount());
    for (ResponseMatch message : seq.getMatchesList()) {
      StatusMatch part = match(message);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static @Nullable StatusMatch range(HttpStatusRange range) {
    return isStatus(range.getMin()) && isStatus(range.getMax())
        ? new StatusMatch.Range(range.getMin(), range.getMax())
        : null;
  }

  private static boolean isStatus(int status) {
    return status >= 100 && status <= 999;
  }
}
