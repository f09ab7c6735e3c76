package weft.control.mesh;

/**
 * A resource of a kind that is known, and whose effect nobody serves: it may stand in the file, and
 * loading warns that it is not in force.
 */
public record Unserved(Kind kind, Meta meta) implements Resource {}
