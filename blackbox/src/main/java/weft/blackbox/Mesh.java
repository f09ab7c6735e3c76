package weft.blackbox;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import weft.testkit.invariant.Lasting;
import weft.testkit.process.Child;
import weft.testkit.process.Command;

/**
 * A mesh of processes: a mesh file, its trust material, a control plane, sidecars.
 *
 * <p>Closing ends every process, the last one first. One thread.
 */
final class Mesh implements AutoCloseable, Lasting {
  static final int CONTROL = 1;
  static final int FIRST_WORKLOAD = 2;
  private static final int SECOND_CONTROL = 254;

  private final Path directory;
  private final Network network;
  private final List<String> workloads;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<Path, Child> controls = new HashMap<>();

  Mesh(Path directory, Network network, List<String> workloads) {
    this.directory = directory;
    this.network = network;
    this.workloads = workloads;
  }

  static Plan plan() {
    return new Plan();
  }

  Path directory() {
    return directory;
  }

  Path file() {
    return directory.resolve("mesh.yaml");
  }

  /** The address of the control plane. */
  String controlIp() {
    return network.host(CONTROL);
  }

  /** An address for another one over the same mesh. */
  String secondControlIp() {
    return network.host(SECOND_CONTROL);
  }

  /** The address of a workload. */
  String ip(String workload) {
    int at = workloads.indexOf(workload);
    if (at < 0) {
      throw new IllegalArgumentException("no workload " + workload + ", but " + workloads);
    }
    return network.host(FIRST_WORKLOAD + at);
  }

  String identity(String workload) {
    return workload + ".default.serviceaccount.identity.linkerd.cluster.local";
  }

  // ---------------------------------------------------------------- the mesh file

  /** Replaces the mesh file in one step, as careful editors do. */
  void write(String text) {
    write(file(), text);
  }

  /** The same with another file. */
  void write(Path file, String text) {
    try {
      var next = Files.writeString(directory.resolve("next"), text);
      Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the mesh file", e);
    }
  }

  String text() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the mesh file", e);
    }
  }

  /** Puts a new text in place of one that must be there. */
  void edit(String from, String to) {
    var text = text();
    if (!text.contains(from)) {
      throw new IllegalArgumentException("the mesh file does not say: " + from);
    }
    write(text.replace(from, to));
  }

  // ---------------------------------------------------------------- processes

  /** Starts the control plane, again if it has ended; returns once it serves. */
  Child startControl() {
    return startControl(file());
  }

  /** The same with another one over a file of its own, which listens elsewhere. */
  Child startControl(Path file) {
    var child = Weft.command("control", "--config", file).start();
    running.push(child);
    controls.put(file, child);
    child.awaitErrorLine("weft control: serving", Weft.PATIENCE);
    return child;
  }

  Child control() {
    return control(file());
  }

  /** The one that was started last over a file. */
  Child control(Path file) {
    var control = controls.get(file);
    if (control == null) {
      throw new IllegalStateException("no control plane was started over " + file);
    }
    return control;
  }

  /** The control planes, which a test may have started again. */
  @Override
  public Set<Long> processes() {
    return controls.values().stream().map(Child::pid).collect(Collectors.toSet());
  }

  /** A fresh join file for a workload, as {@code weft token} writes it. */
  Path join(String workload, Object... options) {
    return token("--workload", workload, options);
  }

  /** The same for all instances of a group. */
  Path joinGroup(String group, Object... options) {
    return token("--group", group, options);
  }

  private Path token(String kind, String name, Object... options) {
    var file = directory.resolve(name + "-" + System.nanoTime() + ".join");
    Weft.command("token", "--mesh", file(), kind, name, "--out", file)
        .and(options)
        .run(Weft.PATIENCE)
        .successfully();
    return file;
  }

  /** A command line for a sidecar without an application, {@code weft proxy}. */
  Command proxyCommand(String workload, Object... joinOptions) {
    return Weft.command("proxy")
        .env("WEFT_MODE", "explicit")
        .env("WEFT_JOIN_FILE", join(workload, joinOptions));
  }

  /** A command line for a sidecar around an application, {@code weft run}. */
  Command runCommand(String workload, List<?> options, Command application) {
    return Weft.command("run", "--mesh", file(), "--workload", workload)
        .and(options.toArray())
        .and("--")
        .and(application.words().toArray());
  }

  /** Starts a command line for a sidecar, which will be ready some time later. */
  Sidecar start(String workload, Command command) {
    return new Sidecar(ip(workload), keep(command.start()));
  }

  /** Closes something with the mesh, before all that was started earlier. */
  <T extends AutoCloseable> T keep(T closeable) {
    running.push(closeable);
    return closeable;
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot stop a part of the mesh", e);
      }
    }
  }
}
