/** Stable sorting and selection of the largest or smallest, over native memory. */
@NullMarked
package dev.lanewise.kernels.sort;

import org.jspecify.annotations.NullMarked;
