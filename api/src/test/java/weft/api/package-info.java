/** Compares the messages that protoc compiled with the tables that specify them. */
@NullMarked
package weft.api;

import org.jspecify.annotations.NullMarked;
