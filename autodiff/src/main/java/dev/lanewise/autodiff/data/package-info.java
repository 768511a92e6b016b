/** Data sets: a reader for IDX files and shuffled mini-batches. */
@NullMarked
package dev.lanewise.autodiff.data;

import org.jspecify.annotations.NullMarked;
