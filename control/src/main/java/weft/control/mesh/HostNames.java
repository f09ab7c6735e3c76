package weft.control.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weft.api.httproute.HostMatch;

/** Hostnames of routes as messages: {@code *.x} means every name below x (control-plane.md 2). */
final class HostNames {
  static final Syntax<HostMatch> SYNTAX =
      Syntax.text("a DNS name, or *. and one", HostNames::parse);

  private HostNames() {}

  private static Optional<HostMatch> parse(String text) {
    boolean wild = text.startsWith("*.");
    var name = wild ? text.substring(2) : text;
    if (!Names.isDnsName(name)) {
      return Optional.empty();
    }
    return Optional.of(wild ? below(name) : HostMatch.newBuilder().setExact(name).build());
  }

  private static HostMatch below(String name) {
    var labels = new ArrayList<>(List.of(name.split("\\.", -1)));
    Collections.reverse(labels);
    return HostMatch.newBuilder()
        .setSuffix(HostMatch.Suffix.newBuilder().addAllReverseLabels(labels))
        .build();
  }
}
