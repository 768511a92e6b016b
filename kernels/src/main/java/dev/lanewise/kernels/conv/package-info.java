/** Convolutions and pooling over 1 to 3 spatial axes: prepared once for a shape, run many times. */
@NullMarked
package dev.lanewise.kernels.conv;

import org.jspecify.annotations.NullMarked;
