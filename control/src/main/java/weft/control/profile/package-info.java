/**
 * Drafts of ServiceProfiles, derived from what already describes a service: an OpenAPI document or
 * a protobuf file (docs/spec/control-plane.md 16.2).
 */
@NullMarked
package weft.control.profile;

import org.jspecify.annotations.NullMarked;
