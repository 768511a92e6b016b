package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Binary;

/**
 * Elementwise functions composed of primitives. Each is written so that its derivatives, which come
 * from the same composition, are right at the points where a branch changes, and finite wherever
 * the function is.
 */
final class Activations {
  private static final double HALF_SQRT2 = Math.sqrt(0.5);
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

  private Activations() {}

  /** A choice rather than a maximum, whose derivative at 0 would be a half. NaN is not below 0. */
  static Tensor relu(Tensor x) {
    return Tensor.where(x.le(0), 0, x);
  }

  static Tensor leakyRelu(Tensor x, double slope) {
    return Tensor.where(x.le(0), x.mul(slope), x);
  }

  /** The exponential sees no positive argument, lest it overflow where it is not chosen. */
  static Tensor elu(Tensor x, double alpha) {
    Tensor positive = x.gt(0);
    return Tensor.where(positive, x, Tensor.where(positive, 0, x).expm1().mul(alpha));
  }

  /**
   * {@code log1p(e^-x) + x} for positive x, {@code log1p(e^x)} for others. Both are the function
   * itself, so that every derivative is right at 0 too.
   */
  static Tensor softplus(Tensor x) {
    Tensor positive = x.gt(0);
    Tensor tail = Tensor.where(positive, x.neg(), x).exp().log1p();
    return tail.add(Tensor.where(positive, x, 0));
  }

  static Tensor logSigmoid(Tensor x) {
    return softplus(x.neg()).neg();
  }

  static Tensor silu(Tensor x) {
    return x.mul(x.sigmoid());
  }

  /** By erfc, which keeps its relative accuracy where {@code 1 + erf} cancels. */
  static Tensor gelu(Tensor x) {
    return x.mul(0.5).mul(x.mul(-HALF_SQRT2).erfc());
  }

  static Tensor geluTanh(Tensor x) {
    Tensor inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(SQRT_2_OVER_PI);
    return x.mul(0.5).mul(inner.tanh().add(1));
  }

  static Tensor mish(Tensor x) {
    return x.mul(softplus(x).tanh());
  }

  /**
   * The next representable value from x towards x is x, bit for bit, and {@code nextAfter} has the
   * derivative zero. Integers have no derivative to stop.
   */
  static Tensor stopGradient(Tensor x) {
    return x.dtype().isFloating() ? Arithmetic.binary(Binary.NEXT_AFTER, x, x) : x;
  }
}
