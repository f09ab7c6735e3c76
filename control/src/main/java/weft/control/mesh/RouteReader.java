package weft.control.mesh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.control.mesh.Route.Rule;

/**
 * Reads an HTTPRoute, GRPCRoute, TLSRoute or TCPRoute manifest (control-plane.md 9.3, 9.4, 15.2).
 *
 * <p>What the reference cannot apply, such as a mirror, makes the whole route count for nothing
 * there: here too, with a warning.
 */
final class RouteReader {
  private static final String POLICY_GROUP = "policy.linkerd.io";

  private final Document document;
  private final Kind kind;
  private boolean usable = true;

  private RouteReader(Document document) {
    this.document = document;
    this.kind = document.kind();
  }

  /** Empty where a part of it is of a kind that nobody applies. */
  static Optional<Route> read(Document document) {
    return new RouteReader(document).read();
  }

  private Optional<Route> read() {
    var fields = document.fields();
    var meta = MetaReader.read(fields);
    var spec = fields.ignore("status").requiredSection("spec");
    var route =
        new Route(
            kind,
            document.group(),
            meta,
            spec.list("parentRefs").stream().map(item -> parent(item, meta.namespace())).toList(),
            kind == Kind.TCP_ROUTE ? List.of() : spec.list("hostnames", HostNames.SYNTAX),
            rules(spec),
            TrafficReader.ofRoute(fields));
    spec.end();
    return Optional.of(route).filter(_ -> usable);
  }

  private ParentRef parent(Value item, String namespace) {
    var fields = item.fields().ignore("sectionName");
    var parent =
        new ParentRef(
            fields.optional("group", Syntaxes.ANY_TEXT).orElse(document.group()),
            fields.orDefault("kind", Syntaxes.ANY_TEXT, "Gateway"),
            new ObjectName(
                fields.orDefault("namespace", Syntaxes.LABEL, namespace),
                fields.required("name", Syntaxes.NAME, "")),
            fields.optional("port", Syntaxes.PORT).orElse(null));
    if (parent.target() == ParentRef.Target.EGRESS_NETWORK && parent.port() == null) {
      fields.missing("port", Syntaxes.PORT.accepted());
    }
    fields.end();
    return parent;
  }

  private List<Rule> rules(Fields spec) {
    var items = spec.list("rules");
    boolean bytes = kind == Kind.TLS_ROUTE || kind == Kind.TCP_ROUTE;
    if (bytes && items.size() != 1) {
      spec.missing("rules", "exactly one rule in a " + kind.word());
    }
    return items.isEmpty() && !bytes
        ? List.of(new Rule(HttpMatches.every(kind), List.of(), List.of(), List.of(), null))
        : items.stream().map(this::rule).toList();
  }

  private Rule rule(Value item) {
    var fields = item.fields().ignore("name");
    var backends = new BackendReader(kind);
    var rule =
        new Rule(
            kind == Kind.HTTP_ROUTE ? HttpMatches.of(fields) : List.of(),
            kind == Kind.GRPC_ROUTE ? grpcMatches(fields) : List.of(),
            filters(fields),
            fields.list("backendRefs").stream().map(backends::read).toList(),
            timeout(fields));
    fields.end();
    return rule;
  }

  private List<weft.api.grpcroute.GrpcRouteMatch> grpcMatches(Fields rule) {
    var matches = new GrpcMatches();
    var found = matches.of(rule);
    usable &= matches.usable();
    return found;
  }

  private List<weft.api.outbound.HttpRoute.Filter> filters(Fields rule) {
    if (kind == Kind.TLS_ROUTE || kind == Kind.TCP_ROUTE) {
      return List.of();
    }
    var filters = new FilterReader(kind, "so that the whole route is ignored");
    var found = filters.of(rule);
    usable &= filters.usable();
    return found;
  }

  /** The request's; {@code backendRequest} is checked and ignored, as the reference does. */
  private @Nullable Duration timeout(Fields rule) {
    if (kind != Kind.HTTP_ROUTE) {
      return null;
    }
    var span = document.group().equals(POLICY_GROUP) ? Syntaxes.GO_SPAN : Syntaxes.SPAN;
    var fields = rule.section("timeouts");
    var request = fields.optional("request", span).filter(Duration::isPositive);
    var backend = fields.optional("backendRequest", span);
    if (backend.isPresent() && request.isPresent() && backend.get().compareTo(request.get()) > 0) {
      fields.value("backendRequest").ifPresent(value -> value.refuse("at most timeouts.request"));
    }
    if (rule.value("timeouts").isPresent()) {
      fields.end();
    }
    return request.orElse(null);
  }
}
