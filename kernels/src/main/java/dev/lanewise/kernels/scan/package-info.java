/** Cumulative and segment reductions over native memory. */
@NullMarked
package dev.lanewise.kernels.scan;

import org.jspecify.annotations.NullMarked;
