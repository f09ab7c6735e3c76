package weft.control.mesh;

import java.util.List;

/** Reads {@code backendRefs} of a route of one kind. */
record BackendReader(Kind kind) {
  private static final int MOST_WEIGHT = 1_000_000;

  BackendRef read(Value item) {
    var fields = item.fields();
    var group = fields.orDefault("group", Syntaxes.ANY_TEXT, "");
    var word = fields.orDefault("kind", Syntaxes.ANY_TEXT, "Service");
    var namespace = fields.optional("namespace", Syntaxes.LABEL).orElse(null);
    var name = fields.required("name", Syntaxes.NAME, "");
    var filters = new FilterReader(kind, "so that this backend fails all requests");
    boolean bytes = kind == Kind.TLS_ROUTE || kind == Kind.TCP_ROUTE;
    var backend =
        new BackendRef(
            new ParentRef(group, word, new ObjectName("", name), null).target(),
            word,
            namespace,
            name,
            fields.optional("port", Syntaxes.PORT).orElse(null),
            fields.orDefault("weight", Syntaxes.whole(0, MOST_WEIGHT), 1),
            bytes ? List.of() : filters.of(fields),
            filters.usable());
    requirePort(fields, backend);
    fields.end();
    return backend;
  }

  private static void requirePort(Fields fields, BackendRef backend) {
    if (backend.target() == ParentRef.Target.SERVICE && backend.port() == null) {
      fields.missing("port", Syntaxes.PORT.accepted());
    }
  }
}
