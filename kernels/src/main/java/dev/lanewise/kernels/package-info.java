/** SIMD kernels over {@link java.lang.foreign.MemorySegment}s. */
@NullMarked
package dev.lanewise.kernels;

import org.jspecify.annotations.NullMarked;
