package weft.cli.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.cli.run.Java;

/**
 * What is started, word by word: what a user would type, with the virtual machine in place of
 * {@code ./weft}. Pure.
 */
record Commands(DemoMesh mesh, Path directory) {
  static final List<String> CONTROL = List.of("-Xmx64m");
  static final List<String> APPLICATION = List.of("-Xmx48m", "-XX:TieredStopAtLevel=1");
  private static final int FAST_MILLIS = 5;
  private static final int SLOW_MILLIS = 50;

  /** What a report takes: much longer than the demo lets a client wait for it in the end. */
  private static final int REPORT_MILLIS = 2_000;

  /** The slow instance of {@code api}. */
  static final String SLOW = "api-3";

  Path meshFile() {
    return directory.resolve("mesh.yaml");
  }

  Path joinFile(Instance instance) {
    return directory.resolve(instance.name() + ".join");
  }

  List<String> control() {
    var command = Java.command("weft.cli.Weft", CONTROL);
    command.addAll(List.of("control", "--config", meshFile().toString()));
    return command;
  }

  /** The instance: its application inside of its sidecar. */
  List<String> run(Instance instance) {
    var command = Java.command("weft.cli.Run", Java.SIDECAR);
    command.addAll(List.of("--join", joinFile(instance).toString()));
    if (instance.serves()) {
      // Peers are let in once the application accepts connections.
      command.addAll(List.of("--health", "tcp"));
    } else {
      command.addAll(List.of("--listen", cacheListener() + "=cache:" + DemoMesh.CACHE_SERVICE));
    }
    command.add("--");
    command.addAll(application(instance));
    return command;
  }

  /**
   * Little beside what the join file says: an instance of a group tells its name and address, and
   * where the usual ports are taken, each is told others.
   */
  Map<String, String> variables(Instance instance) {
    var variables = new HashMap<String, String>();
    if (instance.equals(mesh.newcomer())) {
      variables.put("WEFT_INSTANCE", instance.name());
      variables.put("WEFT_IPS", instance.ip());
    }
    var outbound = mesh.ports().outbound();
    if (outbound != Ports.USUAL.outbound() || mesh.ports().admin() != Ports.USUAL.admin()) {
      variables.put("LINKERD2_PROXY_OUTBOUND_LISTEN_ADDRS", instance.ip() + ':' + outbound);
      variables.put("LINKERD2_PROXY_ADMIN_LISTEN_ADDR", mesh.admin(instance));
    }
    return variables;
  }

  private List<String> application(Instance instance) {
    var command = Java.command(main(instance), APPLICATION);
    command.addAll(arguments(instance));
    return command;
  }

  private static String main(Instance instance) {
    return switch (instance.service()) {
      case "api" -> "weft.cli.demo.Api";
      case "greeter" -> "weft.cli.demo.Greeter";
      case "cache" -> "weft.cli.demo.Cache";
      default -> "weft.cli.demo.Web";
    };
  }

  private List<String> arguments(Instance instance) {
    return switch (instance.service()) {
      case "api" ->
          List.of(
              instance.address(),
              instance.name(),
              Integer.toString(work(instance)),
              Integer.toString(REPORT_MILLIS));
      case "greeter" -> List.of(instance.address(), instance.name());
      case "cache" -> List.of(instance.address());
      default -> List.of(cacheListener(), "api", "greeter.default.svc.cluster.local");
    };
  }

  private static int work(Instance instance) {
    return instance.name().equals(SLOW) ? SLOW_MILLIS : FAST_MILLIS;
  }

  private String cacheListener() {
    return mesh.web().ip() + ':' + mesh.ports().cache();
  }
}
