/**
 * Routes, as policies and profiles describe them: what they match, what they do to a request, where
 * they send it.
 *
 * <p>Values only: immutable, compared by content, without knowledge of how they are written on the
 * wire or of who serves them. Policies and profiles share one model of matching ({@link
 * weft.proxy.route.Routing}) and one of distribution ({@link weft.proxy.route.Distribution}); what
 * else a matched route asks for is different in kind ({@link weft.proxy.route.PolicyRoute}, {@link
 * weft.proxy.route.ProfileRoute}). Matching allocates one object a request at most. Source:
 * docs/spec/outbound.md 5, 12, 13, 16 to 18.
 */
@NullMarked
package weft.proxy.route;

import org.jspecify.annotations.NullMarked;
