package weft.proxy.policy;

import weft.proxy.telemetry.LabelSets;
import weft.proxy.telemetry.Labels;

/**
 * What a server or an authorization is called in metrics and logs. Source: docs/spec/inbound.md
 * 5.1.
 *
 * @param group empty for a default
 */
public record Meta(String group, String kind, String name) {
  private static final String DEFAULT = "default";

  /** One that no resource made: a default policy, or a rule of the proxy itself. */
  static Meta ofDefault(String name) {
    return new Meta("", DEFAULT, name);
  }

  /** Whether what it admits is logged. */
  public boolean isAudit() {
    return group.isEmpty() && kind.equals(DEFAULT) && name.equals("audit");
  }

  /** {@code PREFIX_group}, {@code PREFIX_kind}, {@code PREFIX_name}. */
  public Labels labels(String prefix) {
    return LabelSets.resource(prefix, group, kind, name);
  }
}
