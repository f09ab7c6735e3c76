package weft.control.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.control.json.Json;
import weft.control.json.JsonException;

final class JoinFileTest {
  @TempDir Path directory;

  private final JoinFile file = file(new JoinFile.Subject.Workload("api-1"));

  @Test
  void itsMembersAreThoseOfTheContract() throws JsonException {
    assertThat(Json.parseObject(file.json().pretty()).values().keySet())
        .containsExactly(
            "control",
            "controlName",
            "dns",
            "trustDomain",
            "clusterDomain",
            "namespace",
            "workload",
            "identity",
            "ips",
            "ports",
            "inboundPort",
            "trustAnchors",
            "token");
  }

  @Test
  void itIsReadAsItWasWritten() throws Exception {
    var path = directory.resolve("join.json");
    file.write(path);
    assertThat(JoinFile.read(path)).isEqualTo(file);
    var group = file(new JoinFile.Subject.Group("workers"));
    group.write(path);
    assertThat(JoinFile.read(path)).isEqualTo(group);
  }

  @Test
  void itIsForItsOwnerAloneEvenInPlaceOfAFileForAll() throws Exception {
    var path = Files.writeString(directory.resolve("join.json"), "{}");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    file.write(path);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(path);
    }
  }

  @Test
  void itPrintsWithoutItsToken() {
    assertThat(file.toString()).contains("default/api-1").doesNotContain("secret");
  }

  @Test
  void aPortOutOfRangeIsNamed() {
    var text = file.json().toString().replace("9001", "90010");
    assertThatThrownBy(() -> JoinFile.parse(text))
        .hasMessage("member \"http\": expected a port, found 90010");
  }

  @Test
  void aMissingMemberIsNamed() {
    var text = file.json().toString().replace("\"identity\"", "\"id\"");
    assertThatThrownBy(() -> JoinFile.parse(text))
        .hasMessage("member \"identity\": expected a string, found nothing");
  }

  @Test
  void itBelongsToAWorkloadOrAGroup() {
    var text = file.json().toString().replace("\"workload\"", "\"other\"");
    assertThatThrownBy(() -> JoinFile.parse(text))
        .hasMessageContaining("\"workload\" and \"group\"");
  }

  private static JoinFile file(JoinFile.Subject subject) {
    var ports = new TreeMap<String, Integer>();
    ports.put("http", 9001);
    return new JoinFile(
        List.of("127.0.0.1:8443"),
        "linkerd.linkerd.serviceaccount.identity.linkerd.cluster.local",
        List.of("127.0.0.1:8053"),
        "cluster.local",
        "cluster.local",
        "default",
        subject,
        "api.default.serviceaccount.identity.linkerd.cluster.local",
        List.of("127.0.1.2"),
        ports,
        4143,
        "-----BEGIN CERTIFICATE-----\n",
        "secret");
  }
}
