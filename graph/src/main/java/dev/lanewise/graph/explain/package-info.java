/** What a compiled graph runs and why, as data and as text. */
@NullMarked
package dev.lanewise.graph.explain;

import org.jspecify.annotations.NullMarked;
