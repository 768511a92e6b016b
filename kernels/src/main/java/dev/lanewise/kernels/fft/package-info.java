/**
 * Discrete Fourier transforms of any length, real and complex, in F32 and F64, over native memory.
 */
@NullMarked
package dev.lanewise.kernels.fft;

import org.jspecify.annotations.NullMarked;
