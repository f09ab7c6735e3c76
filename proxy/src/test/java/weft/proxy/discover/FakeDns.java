package weft.proxy.discover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A name server of few words: for each name an address, a service, a response code, or silence. */
public final class FakeDns implements AutoCloseable {
  private static final int RESPONSE = 0x8180;
  private static final int HEAD = 12;
  private static final int A = 1;
  private static final int SRV = 33;

  /** Priority 0, weight 0, port 8086, and a target whose first label is an address. */
  private static final byte[] SERVICE = {
    0, 0, 0, 0, 0x1f, (byte) 0x96, 9, '1', '2', '7', '-', '0', '-', '0', '-', '1', 1, 'x', 0
  };

  /** What is answered. */
  public enum Says {
    LOCALHOST(0),
    A_SERVICE(0),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTHING(-1);

    private final int code;

    Says(int code) {
      this.code = code;
    }
  }

  public final List<String> asked = new CopyOnWriteArrayList<>();
  private final DatagramSocket socket;
  private final Function<String, Says> zone;

  /** Answers on a port of the loopback; names come without their last dot. */
  public FakeDns(Function<String, Says> zone) {
    this.zone = zone;
    try {
      this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        packet.setLength(512);
        socket.receive(packet);
        answer(packet);
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    var query = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    int id = query.getShort(0);
    query.position(HEAD);
    String name = name(query);
    int type = query.getShort();
    query.getShort();
    asked.add(name);
    Says says = zone.apply(name);
    if (says != Says.NOTHING) {
      byte[] question = Arrays.copyOfRange(packet.getData(), HEAD, query.position());
      byte[] reply = reply(id, question, says, record(says, type));
      socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
    }
  }

  private static String name(ByteBuffer query) {
    var name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    return name.toString();
  }

  /** The record of that type; empty for none. */
  private static byte[] record(Says says, int type) {
    if (says == Says.LOCALHOST && type == A) {
      return new byte[] {127, 0, 0, 1};
    }
    return says == Says.A_SERVICE && type == SRV ? SERVICE : new byte[0];
  }

  private static byte[] reply(int id, byte[] question, Says says, byte[] record) {
    boolean found = record.length > 0;
    var reply = ByteBuffer.allocate(HEAD + question.length + (found ? 12 + record.length : 0));
    reply.putShort((short) id).putShort((short) (RESPONSE | says.code)).putShort((short) 1);
    reply.putShort((short) (found ? 1 : 0)).putInt(0);
    reply.put(question);
    if (found) {
      reply.putShort((short) 0xc00c).put(question, question.length - 4, 4);
      reply.putInt(0).putShort((short) record.length).put(record);
    }
    return reply.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
