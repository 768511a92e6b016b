/**
 * Fused loops as generated classes: what is read and written where, how it is cut into methods that
 * the just-in-time compilers finish, and their bytecode.
 */
@NullMarked
package dev.lanewise.graph.compile.emit;

import org.jspecify.annotations.NullMarked;
