/**
 * Which nodes of a graph run in one loop: regions of elementwise operations, views and reductions,
 * and how each becomes a {@link dev.lanewise.graph.compile.loop.LoopBody}.
 */
@NullMarked
package dev.lanewise.graph.compile.fusion;

import org.jspecify.annotations.NullMarked;
