package weft.control.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.control.ca.OwnerOnlyFile;
import weft.control.json.Json;
import weft.control.json.JsonException;

/**
 * All that a sidecar needs to join a mesh, written by {@code weft token} (contracts, 5). Holds a
 * secret, the token: its file has mode 0600, and {@code toString} leaves it out.
 *
 * @param control {@code HOST:PORT} of the control plane's TLS port, in order of preference
 * @param controlName the identity that the control plane proves
 * @param dns {@code HOST:PORT} of the mesh's DNS servers
 * @param subject the workload or the group that the sidecar belongs to
 * @param identity the name that the sidecar's certificate will carry
 * @param ips the instance's addresses; empty for a group
 * @param ports the application's ports by name
 * @param inboundPort where the sidecar accepts mesh connections
 * @param trustAnchors PEM
 * @param token a join token
 */
public record JoinFile(
    List<String> control,
    String controlName,
    List<String> dns,
    String trustDomain,
    String clusterDomain,
    String namespace,
    Subject subject,
    String identity,
    List<String> ips,
    SortedMap<String, Integer> ports,
    int inboundPort,
    String trustAnchors,
    String token) {
  private static final int HIGHEST_PORT = 65535;

  /** Which member names the sidecar's resource: {@code workload} or {@code group}. */
  public sealed interface Subject {
    String name();

    /** One instance with a fixed address. */
    record Workload(String name) implements Subject {}

    /** One of the instances that announce themselves. */
    record Group(String name) implements Subject {}
  }

  public JoinFile {
    control = List.copyOf(control);
    dns = List.copyOf(dns);
    ips = List.copyOf(ips);
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws JsonException if the file is no join file; names the member
   */
  public static JoinFile read(Path file) throws IOException, JsonException {
    return parse(Files.readString(file));
  }

  public static JoinFile parse(String text) throws JsonException {
    var json = Json.parseObject(text);
    return new JoinFile(
        json.texts("control"),
        json.text("controlName"),
        json.texts("dns"),
        json.text("trustDomain"),
        json.text("clusterDomain"),
        json.text("namespace"),
        subject(json),
        json.text("identity"),
        json.texts("ips"),
        ports(json.members("ports")),
        port(json, "inboundPort"),
        json.text("trustAnchors"),
        json.text("token"));
  }

  /** Writes the file with mode 0600, in place of an older one. */
  public void write(Path file) throws IOException {
    OwnerOnlyFile.replace(file, json().pretty());
  }

  /** The token included. */
  public Json json() {
    var members = new LinkedHashMap<String, Json>();
    members.put("control", Json.ofTexts(control));
    members.put("controlName", Json.of(controlName));
    members.put("dns", Json.ofTexts(dns));
    members.put("trustDomain", Json.of(trustDomain));
    members.put("clusterDomain", Json.of(clusterDomain));
    members.put("namespace", Json.of(namespace));
    members.put(subject instanceof Subject.Group ? "group" : "workload", Json.of(subject.name()));
    members.put("identity", Json.of(identity));
    members.put("ips", Json.ofTexts(ips));
    members.put("ports", portMembers());
    members.put("inboundPort", Json.of(inboundPort));
    members.put("trustAnchors", Json.of(trustAnchors));
    members.put("token", Json.of(token));
    return new Json.Members(members);
  }

  @Override
  public String toString() {
    return "JoinFile[" + namespace + "/" + subject.name() + " as " + identity + "]";
  }

  private Json portMembers() {
    var members = new LinkedHashMap<String, Json>();
    ports.forEach((name, port) -> members.put(name, Json.of(port)));
    return new Json.Members(members);
  }

  private static Subject subject(Json.Members json) throws JsonException {
    var workload = json.optionalText("workload");
    var group = json.optionalText("group");
    if (workload != null && group == null) {
      return new Subject.Workload(workload);
    }
    if (group != null && workload == null) {
      return new Subject.Group(group);
    }
    throw new JsonException("expected one of the members \"workload\" and \"group\"");
  }

  private static SortedMap<String, Integer> ports(Json.Members json) throws JsonException {
    var ports = new TreeMap<String, Integer>();
    for (var name : json.values().keySet()) {
      ports.put(name, port(json, name));
    }
    return ports;
  }

  private static int port(Json.Members json, String name) throws JsonException {
    long port = json.whole(name);
    if (port < 1 || port > HIGHEST_PORT) {
      throw new JsonException("member \"" + name + "\": expected a port, found " + port);
    }
    return (int) port;
  }
}
