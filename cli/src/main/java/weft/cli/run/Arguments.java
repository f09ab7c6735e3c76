package weft.cli.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.cli.run.RunOptions.Refused;

/** Reads the arguments of {@code weft run}: {@code --option VALUE} or {@code --option=VALUE}. */
final class Arguments {
  private final List<String> arguments;
  private final Map<String, List<String>> given = new HashMap<>();
  private int at;

  Arguments(List<String> arguments) {
    this.arguments = arguments;
  }

  @Nullable RunOptions read() throws Refused {
    while (at < arguments.size() && !arguments.get(at).equals("--")) {
      var option = arguments.get(at++);
      if (option.equals("-h") || option.equals("--help")) {
        return null;
      }
      read(option);
    }
    if (at + 1 >= arguments.size()) {
      throw new Refused("no command: say which one after --, as in weft run ... -- ./web");
    }
    return options(arguments.subList(at + 1, arguments.size()));
  }

  private void read(String option) throws Refused {
    int equals = option.startsWith("--") ? option.indexOf('=') : -1;
    var name = equals < 0 ? option : option.substring(0, equals);
    switch (name) {
      case "--debug" -> {}
      case "--mesh", "--workload", "--namespace", "--join", "--health", "--drain" -> {
        if (given.containsKey(name)) {
          throw new Refused(name + " is given twice");
        }
        add(name, equals < 0 ? next(name) : option.substring(equals + 1));
      }
      case "--port", "--listen", "--accept" ->
          add(name, equals < 0 ? next(name) : option.substring(equals + 1));
      default -> throw new Refused(name + " is no option here: the command goes after --");
    }
  }

  private String next(String option) throws Refused {
    if (at >= arguments.size() || arguments.get(at).equals("--")) {
      throw new Refused(option + " needs a value");
    }
    return arguments.get(at++);
  }

  private void add(String option, String value) {
    given.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
  }

  private RunOptions options(List<String> command) throws Refused {
    var mesh = one("--mesh");
    var workload = one("--workload");
    if ((mesh == null) != (workload == null)) {
      throw new Refused("--mesh and --workload go together");
    }
    if (mesh != null && given.containsKey("--join")) {
      throw new Refused("--mesh and --join exclude each other: a join file says all");
    }
    return new RunOptions(mesh, workload, one("--namespace"), sidecarFirst(), variables(), command);
  }

  private boolean sidecarFirst() throws Refused {
    var order = one("--drain");
    if (order == null || order.equals("app-first")) {
      return false;
    }
    if (order.equals("sidecar-first")) {
      return true;
    }
    throw new Refused("--drain is app-first or sidecar-first, not " + order);
  }

  private Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    put(variables, "WEFT_JOIN_FILE", "--join");
    put(variables, "WEFT_APP_PORTS", "--port");
    put(variables, "WEFT_OUTBOUND_LISTENERS", "--listen");
    put(variables, "WEFT_INBOUND_LISTENERS", "--accept");
    put(variables, "WEFT_HEALTH", "--health");
    return variables;
  }

  private void put(Map<String, String> variables, String name, String option) {
    var values = given.get(option);
    if (values != null) {
      variables.put(name, String.join(",", values));
    }
  }

  private @Nullable String one(String option) {
    var values = given.get(option);
    return values == null ? null : values.getFirst();
  }
}
