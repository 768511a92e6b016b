package dev.lanewise.autodiff;

/**
 * A function's value and its gradient.
 *
 * @param value a scalar
 * @param grad the gradient with respect to the first argument, a tree of its type
 * @param <A> the type of the first argument
 */
public record ValueAndGrad<A>(Tensor value, A grad) {}
