/** A graph before and after each pass, and the kernels that it becomes, as text and as a page. */
@NullMarked
package dev.lanewise.graph.report;

import org.jspecify.annotations.NullMarked;
