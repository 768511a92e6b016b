package dev.lanewise.autodiff;

/**
 * A function's value and the transpose of its derivative there.
 *
 * @param value the value
 * @param pullback maps a cotangent, a tree of the value's type, to the gradient of the product of
 *     the two, a tree of the argument's type; it may be applied any number of times, and the
 *     function itself is not run again
 * @param <A> the type of the argument
 * @param <R> the type of the value
 */
public record ValueAndPullback<A, R>(R value, Fn<R, A> pullback) {}
