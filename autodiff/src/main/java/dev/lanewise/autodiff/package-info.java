/**
 * Tensors, the tracing of functions over them, and the compilation and differentiation of these.
 */
@NullMarked
package dev.lanewise.autodiff;

import org.jspecify.annotations.NullMarked;
