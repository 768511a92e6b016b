package dev.lanewise.autodiff;

import java.util.Objects;

/**
 * A value to differentiate and anything else that a function has computed on the way, which is not
 * differentiated.
 *
 * @param value a floating scalar
 * @param aux any tree
 * @param <X> the type of the rest
 */
public record ValueAndAux<X>(Tensor value, X aux) {
  /** The value must be there. */
  public ValueAndAux {
    Objects.requireNonNull(value, "value");
  }
}
