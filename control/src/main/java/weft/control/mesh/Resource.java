package weft.control.mesh;

/** One document of a mesh file, other than the mesh's own settings. */
public sealed interface Resource
    permits Service,
        Node,
        ExternalWorkload,
        ExternalGroup,
        ServiceProfile,
        Server,
        EgressNetwork,
        Route,
        Unserved {
  Kind kind();

  Meta meta();
}
