package weft.control.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;

/**
 * Where gRPC listens within the process.
 *
 * @param loops for channels within the process
 */
record Inside(EventLoopGroup loops, LocalAddress grpc) {}
