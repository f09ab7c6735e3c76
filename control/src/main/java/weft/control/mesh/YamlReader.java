package weft.control.mesh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
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
            .setSchema(new CoreSchema())
            .build();
    var documents = new ArrayList<Value>();
    try {
      for (var node : new Compose(settings).composeAllFromString(text)) {
        documents.add(new Value(file, "", node, problems));
      }
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().map(mark -> place(file, mark)).orElse(Place.of(file));
      problems.error(place, "", e.getProblem(), "YAML 1.2");
    } catch (YamlEngineException e) {
      problems.error(Place.of(file), "", String.valueOf(e.getMessage()), "YAML 1.2");
    }
    return documents;
  }

  private static Place place(Path file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
