package weft.cli.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code weft run} was asked for.
 *
 * @param mesh the mesh file to make a join file from; null with {@code --join}, or where the
 *     environment configures the sidecar
 * @param workload null where {@code mesh} is
 * @param sidecarFirst whether peers are drained before the application is told to end
 * @param variables what the options mean in terms of docs/configuration.md
 */
public record RunOptions(
    @Nullable String mesh,
    @Nullable String workload,
    @Nullable String namespace,
    boolean sidecarFirst,
    Map<String, String> variables,
    List<String> command) {

  public static final String USAGE =
      """
      Usage: weft run --workload NAME --mesh FILE [options] -- CMD [ARG...]
             weft run --join FILE [options] -- CMD [ARG...]

      Runs CMD with a sidecar around it: waits until the sidecar is ready, starts CMD with
      http_proxy, https_proxy, grpc_proxy, no_proxy, WEFT_OUTBOUND, WEFT_INBOUND and WEFT_ADMIN
      set, forwards SIGTERM, SIGINT and SIGHUP, and ends when CMD does. However the sidecar ends,
      CMD ends too.

        --mesh FILE             the mesh file, on the machine that holds the join key
        --workload NAME         which ExternalWorkload of it this is
        --namespace NS          the workload's namespace; default: default
        --join FILE             a join file, made by weft token
        --port NAME=PORT        a port of the application; again for each. Default: those of the
                                workload in the mesh file
        --listen ADDR=NAME:PORT a listener for programs that know no proxy, as in
                                127.0.0.1:6379=cache:6379; again for each
        --accept ADDR=PORT      a listener for clients outside of the mesh, as in
                                0.0.0.0:8080=9001; again for each
        --health WHAT           when an instance of a group is ready: http:/PATH, tcp or none,
                                asked of its first port each second. WEFT_INSTANCE names it,
                                WEFT_IPS says where it is. Default: none, ready once it runs
        --drain ORDER           at SIGTERM and SIGINT: app-first passes the signal on at once;
                                sidecar-first lets peers' requests end before, and takes no new
                                ones; a second signal is passed on at once. Default: app-first.
                                An instance of a group is withdrawn before either
        --debug                 show the stack trace of an error
        -h, --help              this text

      Examples:
        weft run --workload web --mesh mesh.yaml -- ./web --port 8080
        weft run --join cache.join --port redis=6379 -- redis-server

      Every variable of docs/configuration.md holds too; options win.
      Exit codes: CMD's own, 128 + the signal that ended it; 64 wrong options or variables; 69 the
      sidecar did not become ready; 126 CMD cannot be started; 127 there is no CMD.
      """;

  public RunOptions {
    variables = Map.copyOf(variables);
    command = List.copyOf(command);
  }

  /** Options that make no sense; the message says which, and what is accepted. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /** Reads the arguments; null where only help is wanted. */
  public static @Nullable RunOptions parse(List<String> arguments) throws Refused {
    return new Arguments(arguments).read();
  }
}
