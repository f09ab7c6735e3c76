package weft.control.registry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.control.json.Json;
import weft.control.json.JsonException;
import weft.control.mesh.Addresses;

/** Registrations as the text of their files. Pure. */
final class RegistrationText {
  private RegistrationText() {}

  static String print(Registration registration) {
    var key = registration.key();
    var members = new LinkedHashMap<String, Json>();
    members.put("namespace", Json.of(key.namespace()));
    members.put("group", Json.of(key.group()));
    members.put("instance", Json.of(key.instance()));
    members.put(
        "ips", Json.ofTexts(registration.ips().stream().map(InetAddress::getHostAddress).toList()));
    var ports = new LinkedHashMap<String, Json>();
    registration.sortedPorts().forEach((name, port) -> ports.put(name, Json.of(port)));
    members.put("ports", new Json.Members(ports));
    members.put("inboundPort", Json.of(registration.inboundPort()));
    members.put("adminPort", Json.of(registration.adminPort()));
    members.put("ready", Json.of(registration.ready()));
    if (registration.token() != null) {
      members.put("token", Json.of(registration.token()));
    }
    return new Json.Members(members).pretty();
  }

  static Registration parse(String text) throws JsonException {
    var members = Json.parseObject(text);
    return new Registration(
        new Registration.Key(
            members.text("namespace"), members.text("group"), members.text("instance")),
        ips(members),
        ports(members.members("ports")),
        (int) members.whole("inboundPort"),
        (int) members.whole("adminPort"),
        members.values().get("ready") instanceof Json.Truth(boolean ready) && ready,
        members.optionalText("token"));
  }

  private static List<InetAddress> ips(Json.Members members) throws JsonException {
    var ips = new ArrayList<InetAddress>();
    for (var text : members.texts("ips")) {
      ips.add(
          Addresses.parseIp(text)
              .orElseThrow(() -> new JsonException("member \"ips\": no address: " + text)));
    }
    return ips;
  }

  private static Map<String, Integer> ports(Json.Members members) throws JsonException {
    var ports = new LinkedHashMap<String, Integer>();
    for (var name : members.values().keySet()) {
      ports.put(name, (int) members.whole(name));
    }
    return ports;
  }
}
