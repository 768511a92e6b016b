package dev.lanewise.autodiff;

/**
 * A function's value and its derivative in one direction.
 *
 * @param value the value
 * @param tangent the derivative, a tree of the value's type
 * @param <R> the type of the value
 */
public record ValueAndTangent<R>(R value, R tangent) {}
