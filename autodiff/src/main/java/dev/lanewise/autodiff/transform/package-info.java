/** Transformations of graphs into graphs: differentiation forward and in reverse. */
@NullMarked
package dev.lanewise.autodiff.transform;

import org.jspecify.annotations.NullMarked;
