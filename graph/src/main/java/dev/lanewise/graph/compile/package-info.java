/** From a graph to a program: lowering to kernels, and the plan of the memory they share. */
@NullMarked
package dev.lanewise.graph.compile;

import org.jspecify.annotations.NullMarked;
