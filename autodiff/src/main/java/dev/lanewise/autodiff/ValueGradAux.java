package dev.lanewise.autodiff;

/**
 * A function's value, its gradient, and what else it has computed.
 *
 * @param value a scalar
 * @param grad the gradient with respect to the first argument, a tree of its type
 * @param aux what else the function returned
 * @param <A> the type of the first argument
 * @param <X> the type of the rest
 */
public record ValueGradAux<A, X>(Tensor value, A grad, X aux) {}
