/**
 * Fused loops without code of their own: prewritten kernels over tiles that stay in the first-level
 * cache, on arrays in scalar code for as long as a generated kernel is on its way, and on memory in
 * vector code where there is none.
 */
@NullMarked
package dev.lanewise.graph.compile.tile;

import org.jspecify.annotations.NullMarked;
