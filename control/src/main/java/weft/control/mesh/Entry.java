package weft.control.mesh;

/** A resource with the document that it was read from. */
record Entry(Document document, Resource resource) {}
