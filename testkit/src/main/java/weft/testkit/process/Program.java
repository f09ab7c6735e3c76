package weft.testkit.process;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed program.
 *
 * @param name of its executable
 * @param debianPackage that brings it
 */
public record Program(String name, String debianPackage) {
  public static final Program NGINX = new Program("nginx", "nginx-light");
  public static final Program REDIS = new Program("redis-server", "redis-server");
  public static final Program REDIS_CLI = new Program("redis-cli", "redis-tools");
  public static final Program CURL = new Program("curl", "curl");
  public static final Program OPENSSL = new Program("openssl", "openssl");
  public static final Program NGHTTP = new Program("nghttp", "nghttp2-client");
  public static final Program H2LOAD = new Program("h2load", "nghttp2-client");
  public static final Program NGHTTPD = new Program("nghttpd", "nghttp2-server");
  public static final Program HAPROXY = new Program("haproxy", "haproxy");
  public static final Program WRK = new Program("wrk", "wrk");
  public static final Program UNSHARE = new Program("unshare", "util-linux");

  /** Set to 1 by {@code .ci/run}, which has installed everything. */
  private static final String CI = "WEFT_CI";

  /** Where it is. Without it the test is skipped, visibly; with {@code WEFT_CI=1} it fails. */
  public Path path() {
    var found = find();
    if (found.isPresent()) {
      return found.get();
    }
    return missing("1".equals(System.getenv(CI)));
  }

  /** A command line that runs it. */
  public Command with(Object... arguments) {
    return Command.of(path().toString(), arguments);
  }

  Path missing(boolean isFailure) {
    var why = name + " is not installed (apt-get install " + debianPackage + ")";
    return isFailure ? fail(why) : abort(why);
  }

  /** Looks in the search path, and where servers are for users that have no such path. */
  private Optional<Path> find() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
