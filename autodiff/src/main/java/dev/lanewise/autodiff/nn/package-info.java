/** Layers, activations, initialisers and losses; models are records of tensors. */
@NullMarked
package dev.lanewise.autodiff.nn;

import org.jspecify.annotations.NullMarked;
