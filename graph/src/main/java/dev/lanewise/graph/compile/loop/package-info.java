/** Fused loops: what one computes, in which phases, over which memory, and who runs it. */
@NullMarked
package dev.lanewise.graph.compile.loop;

import org.jspecify.annotations.NullMarked;
