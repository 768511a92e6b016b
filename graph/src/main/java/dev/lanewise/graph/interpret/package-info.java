/** The meaning of every operation, in plain scalar Java. */
@NullMarked
package dev.lanewise.graph.interpret;

import org.jspecify.annotations.NullMarked;
