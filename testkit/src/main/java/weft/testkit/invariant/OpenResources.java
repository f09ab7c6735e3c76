package weft.testkit.invariant;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Every Netty resource (buffer, TLS engine, timer wheel) that is open now.
 *
 * <p>Netty's own detector reports what the collector finds dead, some time later and by sampling.
 * This one takes its place and keeps a list, so a leak is known at once, without a collection, and
 * belongs to the test that made it. Any thread may call it.
 */
public final class OpenResources extends ResourceLeakDetectorFactory {
  /** Beyond this nobody needs more examples, and the test should not die of memory first. */
  private static final int MOST = 100_000;

  private final Set<OpenResource> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong sequence = new AtomicLong();

  /** Replaces Netty's detectors; must come before the first buffer of this process. */
  public static OpenResources install() {
    var resources = new OpenResources();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(resources);
    return resources;
  }

  /** The one installed in this process; null when something else is. */
  public static @Nullable OpenResources installed() {
    return ResourceLeakDetectorFactory.instance() instanceof OpenResources r ? r : null;
  }

  /** A point in time, for {@link #since}. */
  public long now() {
    return sequence.get();
  }

  /** What was opened after {@code mark} and is still open, oldest first; a paragraph each. */
  public List<String> since(long mark) {
    var found = new ArrayList<OpenResource>();
    for (var resource : open) {
      if (resource.number > mark && !resource.isConstant()) {
        found.add(resource);
      }
    }
    found.sort(Comparator.comparingLong(r -> r.number));
    return found.stream().map(OpenResource::toString).toList();
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in Netty; the overloads that replace it end here.
  public <T> ResourceLeakDetector<T> newResourceLeakDetector(
      Class<T> resource, int samplingInterval, long maxActive) {
    return new Detector<>(resource, samplingInterval);
  }

  private @Nullable OpenResource opened(Object resource) {
    if (open.size() >= MOST) {
      return null;
    }
    var opened = new OpenResource(sequence.incrementAndGet(), resource.getClass(), open);
    open.add(opened);
    return opened;
  }

  private final class Detector<T> extends ResourceLeakDetector<T> {
    Detector(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    public @Nullable ResourceLeakTracker<T> track(T resource) {
      return trackForcibly(resource);
    }

    @Override
    @SuppressWarnings("unchecked") // A tracker only compares its resource, of whatever type.
    public @Nullable ResourceLeakTracker<T> trackForcibly(T resource) {
      return (ResourceLeakTracker<T>) opened(resource);
    }

    @Override
    public boolean isRecordEnabled() {
      return true;
    }
  }
}
