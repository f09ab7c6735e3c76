/**
 * The mesh around a proxy under test: an authority, a control plane that says what the script wants
 * it to, and the other side of mesh TLS.
 *
 * <p>The peers use the JDK's TLS and grpc-java, so that no code of the proxy is its own judge.
 */
@NullMarked
package weft.testkit.mesh;

import org.jspecify.annotations.NullMarked;
