/** Which implementation of a fused loop runs, and how the generated one takes over. */
@NullMarked
package dev.lanewise.graph.compile.tier;

import org.jspecify.annotations.NullMarked;
