/** The intermediate representation: typed values, operations, and the graphs they form. */
@NullMarked
package dev.lanewise.graph.ir;

import org.jspecify.annotations.NullMarked;
