package weft.control.mesh;

import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Ends where a document nests too deep: it is composed by recursion, which needs stack. */
final class BoundedParser implements Parser {
  private static final int DEEPEST = 100;

  private final Parser inner;
  private int depth;

  BoundedParser(Parser inner) {
    this.inner = inner;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return inner.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return inner.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return inner.hasNext();
  }

  @Override
  public Event next() {
    var event = inner.next();
    if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
      throw new ParserException(
          "mappings and lists nested deeper than " + DEEPEST, event.getStartMark());
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
    return event;
  }
}
