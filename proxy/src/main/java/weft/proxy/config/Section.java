package weft.proxy.config;

import java.util.List;

/** Variables that belong together; a chapter of docs/configuration.md. */
record Section(String title, List<Entry<?>> entries) {
  /** Every variable that is read, in the order of the page. */
  static List<Section> all() {
    return List.of(
        new Section("Mode and applications", ExplicitConfig.ENTRIES),
        new Section("Inbound", InboundConfig.ENTRIES),
        new Section("Outbound", OutboundConfig.ENTRIES),
        new Section("HTTP/2", Http2Config.ENTRIES),
        new Section("Control plane", ControlConfig.ENTRIES),
        new Section("Identity", IdentityConfig.ENTRIES),
        new Section("Admin server, metrics, tap", AdminConfig.ENTRIES),
        new Section("DNS", DnsConfig.ENTRIES),
        new Section("Traces", TraceConfig.ENTRIES),
        new Section("Logs", LogConfig.ENTRIES),
        new Section("Threads", Cores.ENTRIES),
        new Section("Limits", Limits.ENTRIES));
  }
}
