package weft.testkit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run: words, environment on top of ours, directory. Immutable.
 *
 * @param directory to run in; null: ours
 */
public record Command(
    List<String> words, Map<String, String> environment, @Nullable Path directory) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  public static Command of(String program, Object... arguments) {
    return new Command(List.of(program), Map.of(), null).and(arguments);
  }

  /** The running JVM again, with the running class path. */
  public static Command java(Class<?> main, Object... arguments) {
    return of(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .and("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"))
        .and(main.getName())
        .and(arguments);
  }

  public Command and(Object... arguments) {
    var all = new ArrayList<>(words);
    for (var argument : arguments) {
      all.add(argument.toString());
    }
    return new Command(all, environment, directory);
  }

  public Command env(String name, Object value) {
    var more = new HashMap<>(environment);
    more.put(name, value.toString());
    return new Command(words, more, directory);
  }

  public Command in(Path where) {
    return new Command(words, environment, where);
  }

  /** Starts it; close the child to end it. */
  public Child start() {
    return Child.start(this);
  }

  /** Runs it to its end, with nothing to read. */
  public Finished run(Duration limit) {
    return run("", limit);
  }

  /** Runs it to its end, with {@code input} to read; killed when that takes longer. */
  public Finished run(String input, Duration limit) {
    try (var child = start()) {
      child.write(input);
      child.closeInput();
      return child.awaitExit(limit);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
