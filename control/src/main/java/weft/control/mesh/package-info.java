/**
 * The mesh file and what it says: resources read from YAML with every mistake named by file, line,
 * column and path, and the immutable {@link weft.control.mesh.Mesh} that the services answer from.
 */
@NullMarked
package weft.control.mesh;

import org.jspecify.annotations.NullMarked;
