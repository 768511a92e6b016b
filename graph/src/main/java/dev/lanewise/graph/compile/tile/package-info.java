/**
 * The first tier of fused loops: prewritten kernels over tiles that stay in the first-level cache.
 */
@NullMarked
package dev.lanewise.graph.compile.tile;

import org.jspecify.annotations.NullMarked;
