package weft.proxy.discover;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.proxy.config.Ip;

/**
 * SRV records (RFC 2782) whose targets begin with an address in dashes, such as {@code 10-0-0-1.}.
 * Source: docs/spec/identity-tls.md 10.
 *
 * @param addresses empty where a record says anything else: then all of them are of no use
 * @param ttlSeconds the shortest of theirs
 */
record ServiceRecords(List<InetSocketAddress> addresses, long ttlSeconds) {
  private static final int PRIORITY_AND_WEIGHT = 4;

  /** Takes the records, and releases them. */
  static ServiceRecords read(List<DnsRecord> records) {
    var addresses = new ArrayList<InetSocketAddress>(records.size());
    long ttl = Long.MAX_VALUE;
    boolean usable = true;
    for (DnsRecord record : records) {
      InetSocketAddress address = address(record);
      usable &= address != null;
      if (address != null) {
        addresses.add(address);
      }
      ttl = Math.min(ttl, record.timeToLive());
      ReferenceCountUtil.release(record);
    }
    return new ServiceRecords(usable ? List.copyOf(addresses) : List.of(), ttl);
  }

  private static @Nullable InetSocketAddress address(DnsRecord record) {
    if (!DnsRecordType.SRV.equals(record.type()) || !(record instanceof DnsRawRecord raw)) {
      return null;
    }
    ByteBuf content = raw.content();
    if (content.readableBytes() <= PRIORITY_AND_WEIGHT + 2) {
      return null;
    }
    content.skipBytes(PRIORITY_AND_WEIGHT);
    int port = content.readUnsignedShort();
    InetAddress ip = ip(DefaultDnsRecordDecoder.decodeName(content));
    return ip == null ? null : new InetSocketAddress(ip, port);
  }

  private static @Nullable InetAddress ip(String target) {
    String label = target.substring(0, Math.max(0, target.indexOf('.')));
    InetAddress ip = Ip.parse(label.replace('-', '.'));
    return ip == null ? Ip.parse(label.replace('-', ':')) : ip;
  }
}
