package weft.proxy.telemetry;

/** What the head of a family says. The unit is empty, or the last word of the name. */
record Declaration(Style style, Family.Kind kind, String name, String help, String unit) {}
