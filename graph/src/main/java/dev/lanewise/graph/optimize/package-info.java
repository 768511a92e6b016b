/** Passes that make graphs smaller and cheaper without changing a bit of their results. */
@NullMarked
package dev.lanewise.graph.optimize;

import org.jspecify.annotations.NullMarked;
