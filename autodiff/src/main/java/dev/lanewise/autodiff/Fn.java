package dev.lanewise.autodiff;

/**
 * A function of one tree of tensors (see {@code dev.lanewise.autodiff.tree.Trees}) that can be
 * traced: a pure function of its argument.
 *
 * @param <A> the argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface Fn<A, R> {
  /** The function's value. */
  R apply(A a);
}
