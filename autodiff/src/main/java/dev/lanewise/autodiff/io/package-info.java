/** Tensors in files. */
@NullMarked
package dev.lanewise.autodiff.io;

import org.jspecify.annotations.NullMarked;
