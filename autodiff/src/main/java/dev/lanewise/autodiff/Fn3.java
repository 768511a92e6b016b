package dev.lanewise.autodiff;

/**
 * A pure function of three trees of tensors, as {@link Fn}.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface Fn3<A, B, C, R> {
  /** The function's value. */
  R apply(A a, B b, C c);
}
