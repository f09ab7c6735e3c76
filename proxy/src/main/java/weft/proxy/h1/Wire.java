package weft.proxy.h1;

import weft.proxy.transport.Connection;

/** The parts that both directions of one connection are made of. */
final class Wire {
  final Connection connection;
  final Input input = new Input();
  final HeadReader heads;
  final BodySource source;
  final HeadWriter writer;
  final BodySink sink;
  private boolean reading = true;

  Wire(Connection connection, Lines lines, Limits limits) {
    this.connection = connection;
    this.heads = new HeadReader(lines, limits, connection.loop());
    this.source = new BodySource(heads);
    this.writer = new HeadWriter(connection);
    this.sink = new BodySink(connection, writer);
  }

  /** Stops or resumes reading, if that is a change. */
  void reading(boolean on) {
    if (on != reading) {
      reading = on;
      connection.reading(on);
    }
  }
}
