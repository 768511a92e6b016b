/** Records, lists, maps and arrays of tensors, flattened to lists of tensors and built again. */
@NullMarked
package dev.lanewise.autodiff.tree;

import org.jspecify.annotations.NullMarked;
