package weft.cli.demo;

import java.io.IOException;

/**
 * All applications of the demo in one process, as {@link Rehearsal} needs them. {@code Everything
 * HOST NAME LISTENER API GREETER}: the last three as for {@link Web}, with whose end all end.
 */
public final class Everything {
  private Everything() {}

  /** An application's main method. */
  @FunctionalInterface
  private interface Main {
    void run(String[] arguments) throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var host = arguments[0];
    var name = arguments[1];
    start(Api::main, host + ':' + Ports.USUAL.api(), name, "1", "1");
    start(Greeter::main, host + ':' + Ports.USUAL.greeter(), name);
    start(Cache::main, host + ':' + Ports.USUAL.cache());
    Web.main(new String[] {arguments[2], arguments[3], arguments[4]});
    System.exit(0);
  }

  private static void start(Main application, String... arguments) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                application.run(arguments);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
