package weft.proxy.policy;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Id;

/**
 * The client that a decision is about.
 *
 * @param terminated mesh TLS ended here
 * @param identity verified; null if it presented none
 */
public record Peer(InetAddress address, boolean terminated, @Nullable Id identity) {}
