package weft.control.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Splits a file into its YAML 1.2 documents. */
public final class YamlReader {
  private static final int MOST_CODE_POINTS = 16 << 20;

  private YamlReader() {}

  /** What stands before a syntax error is read too, so that its mistakes are told as well. */
  public static List<Value> documents(Path file, String text, Problems problems) {
    var settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setCodePointLimit(MOST_CODE_POINTS)
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // bounded by what they stand for
            .setSchema(new CoreSchema())
            .build();
    var documents = new ArrayList<Value>();
    try {
      var parser = new ParserImpl(settings, new StreamReader(settings, text));
      var composer = new Composer(settings, new BoundedParser(parser));
      while (composer.hasNext()) {
        add(new Value(file, "", composer.next(), problems), documents);
      }
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().map(mark -> place(file, mark)).orElse(Place.of(file));
      problems.error(place, "", e.getProblem(), "YAML 1.2");
    } catch (YamlEngineException e) {
      problems.error(Place.of(file), "", String.valueOf(e.getMessage()), "YAML 1.2");
    }
    return documents;
  }

  private static void add(Value document, List<Value> documents) {
    var excess = document.excess();
    if (excess == null) {
      documents.add(document);
    } else {
      document
          .problems()
          .error(document.placeOf(excess.at()), "", excess.found(), "values that are written out");
    }
  }

  private static Place place(Path file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
