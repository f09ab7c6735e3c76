package weft.proxy.telemetry;

/** Counts look-ups of the control plane's names. Source: telemetry.md 4.2. */
public final class DnsMetrics {
  private final Family<Counter> resolutions;

  /** Declares the family. */
  public DnsMetrics(Registry registry) {
    resolutions =
        registry.counter("control_dns_resolutions", "Look-ups of the control plane's names");
  }

  /** The series of one client, such as {@code policy}, from 0 on. */
  public Client client(String name) {
    Labels client = Labels.of("client", name);
    return new Client(results(client, "A/AAAA"), results(client, "SRV"));
  }

  private Results results(Labels client, String type) {
    Labels labels = client.and("record_type", type);
    return new Results(
        resolutions.with(labels.and("result", "ok")),
        resolutions.with(labels.and("result", "not_found")));
  }

  /** What one client of the control plane counts. */
  public record Client(Results addresses, Results services) {}

  /** Look-ups of one record type. Any thread. */
  public record Results(Counter ok, Counter notFound) {
    public void count(boolean found) {
      (found ? ok : notFound).add();
    }
  }
}
