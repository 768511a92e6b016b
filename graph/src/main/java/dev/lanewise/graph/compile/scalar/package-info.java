/**
 * Small graphs as straight-line scalar code. A tensor of k elements is k scalars; what moves
 * elements only renames them, and what is left is generated as one class without a loop, a branch
 * or a dispatch.
 */
@NullMarked
package dev.lanewise.graph.compile.scalar;

import org.jspecify.annotations.NullMarked;
