package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Unary;

/**
 * Elementwise functions of one operand. The result has the operand's shape and, where nothing else
 * is said, its element type. Functions with values between integers take floating tensors only:
 * anything else is an {@link OpException}, for {@code cast} is one call away.
 */
public sealed interface TensorMath permits Tensor {

  /** {@code -x}. */
  default Tensor neg() {
    return Dispatch.apply(Unary.NEG, (Tensor) this);
  }

  /** {@code |x|}, with derivative 0 at 0. */
  default Tensor abs() {
    return Dispatch.apply(Unary.ABS, (Tensor) this);
  }

  /** -1, 0 or 1; zeros keep their sign and NaN stays NaN. */
  default Tensor sign() {
    return Dispatch.apply(Unary.SIGN, (Tensor) this);
  }

  /** The largest integral value not above x. */
  default Tensor floor() {
    return Dispatch.apply(Unary.FLOOR, (Tensor) this);
  }

  /** The least integral value not below x. */
  default Tensor ceil() {
    return Dispatch.apply(Unary.CEIL, (Tensor) this);
  }

  /** The nearest integral value, ties to even. */
  default Tensor round() {
    return Dispatch.apply(Unary.ROUND, (Tensor) this);
  }

  /** {@code e^x}. */
  default Tensor exp() {
    return Dispatch.apply(Unary.EXP, (Tensor) this);
  }

  /** {@code e^x - 1}, accurate near zero. */
  default Tensor expm1() {
    return Dispatch.apply(Unary.EXPM1, (Tensor) this);
  }

  /** The natural logarithm. */
  default Tensor log() {
    return Dispatch.apply(Unary.LOG, (Tensor) this);
  }

  /** {@code log(1 + x)}, accurate near zero. */
  default Tensor log1p() {
    return Dispatch.apply(Unary.LOG1P, (Tensor) this);
  }

  /** The sine of an angle in radians. */
  default Tensor sin() {
    return Dispatch.apply(Unary.SIN, (Tensor) this);
  }

  /** The cosine of an angle in radians. */
  default Tensor cos() {
    return Dispatch.apply(Unary.COS, (Tensor) this);
  }

  /** The tangent of an angle in radians. */
  default Tensor tan() {
    return Dispatch.apply(Unary.TAN, (Tensor) this);
  }

  /** The arc sine, in radians. */
  default Tensor asin() {
    return Dispatch.apply(Unary.ASIN, (Tensor) this);
  }

  /** The arc cosine, in radians. */
  default Tensor acos() {
    return Dispatch.apply(Unary.ACOS, (Tensor) this);
  }

  /** The arc tangent, in radians. */
  default Tensor atan() {
    return Dispatch.apply(Unary.ATAN, (Tensor) this);
  }

  /** The hyperbolic sine. */
  default Tensor sinh() {
    return Dispatch.apply(Unary.SINH, (Tensor) this);
  }

  /** The hyperbolic cosine. */
  default Tensor cosh() {
    return Dispatch.apply(Unary.COSH, (Tensor) this);
  }

  /** The hyperbolic tangent. */
  default Tensor tanh() {
    return Dispatch.apply(Unary.TANH, (Tensor) this);
  }

  /** The inverse hyperbolic sine. */
  default Tensor asinh() {
    return Dispatch.apply(Unary.ASINH, (Tensor) this);
  }

  /** The inverse hyperbolic cosine. */
  default Tensor acosh() {
    return Dispatch.apply(Unary.ACOSH, (Tensor) this);
  }

  /** The inverse hyperbolic tangent. */
  default Tensor atanh() {
    return Dispatch.apply(Unary.ATANH, (Tensor) this);
  }

  /** The square root. */
  default Tensor sqrt() {
    return Dispatch.apply(Unary.SQRT, (Tensor) this);
  }

  /** {@code 1 / sqrt(x)}. */
  default Tensor rsqrt() {
    return Dispatch.apply(Unary.RSQRT, (Tensor) this);
  }

  /** The cube root. */
  default Tensor cbrt() {
    return Dispatch.apply(Unary.CBRT, (Tensor) this);
  }

  /** The error function. */
  default Tensor erf() {
    return Dispatch.apply(Unary.ERF, (Tensor) this);
  }

  /** {@code 1 - erf(x)}, accurate for large x. */
  default Tensor erfc() {
    return Dispatch.apply(Unary.ERFC, (Tensor) this);
  }

  /** The inverse of the error function. */
  default Tensor erfInv() {
    return Dispatch.apply(Unary.ERF_INV, (Tensor) this);
  }

  /** {@code log |gamma(x)|}. */
  default Tensor lgamma() {
    return Dispatch.apply(Unary.LGAMMA, (Tensor) this);
  }

  /** The derivative of {@code lgamma}. */
  default Tensor digamma() {
    return Dispatch.apply(Unary.DIGAMMA, (Tensor) this);
  }

  /** The derivative of {@code digamma} of an order; order 0 is digamma itself. */
  default Tensor polygamma(int order) {
    return Dispatch.apply(new Elementwise.Polygamma(order), (Tensor) this);
  }

  /** Negation of truth values, or of every bit of an integer. */
  default Tensor not() {
    return Dispatch.apply(Unary.NOT, (Tensor) this);
  }

  /** Whether x is neither infinite nor NaN, as BOOL. */
  default Tensor isFinite() {
    return Dispatch.apply(Unary.IS_FINITE, (Tensor) this);
  }

  /** Whether x is NaN, as BOOL. */
  default Tensor isNan() {
    return ((Tensor) this).ne((Tensor) this);
  }

  /** Whether x is an infinity, as BOOL. */
  default Tensor isInfinite() {
    return ((Tensor) this).abs().eq(Double.POSITIVE_INFINITY);
  }

  /** {@code x^2}. */
  default Tensor square() {
    return ((Tensor) this).mul((Tensor) this);
  }

  /** {@code 1 / x}. */
  default Tensor reciprocal() {
    return ((Tensor) this).rdiv(1);
  }

  /** {@code 1 / (1 + e^-x)}. */
  default Tensor sigmoid() {
    return Dispatch.apply(Unary.LOGISTIC, (Tensor) this);
  }

  /** {@code log(sigmoid(x))}, accurate for large |x|. */
  default Tensor logSigmoid() {
    return Activations.logSigmoid((Tensor) this);
  }

  /** {@code log(1 + e^x)} without overflow. */
  default Tensor softplus() {
    return Activations.softplus((Tensor) this);
  }

  /** {@code max(x, 0)}; NaN stays NaN, and the derivative at 0 is 0. */
  default Tensor relu() {
    return Activations.relu((Tensor) this);
  }

  /** {@code x} where positive, {@code slope x} elsewhere; the derivative at 0 is the slope. */
  default Tensor leakyRelu(double slope) {
    return Activations.leakyRelu((Tensor) this, slope);
  }

  /** {@code x} where positive, {@code alpha (e^x - 1)} elsewhere. */
  default Tensor elu(double alpha) {
    return Activations.elu((Tensor) this, alpha);
  }

  /** {@code x sigmoid(x)}, also called swish. */
  default Tensor silu() {
    return Activations.silu((Tensor) this);
  }

  /** {@code x P(X <= x)} of a standard normal X. Source: Hendrycks, Gimpel 2016. */
  default Tensor gelu() {
    return Activations.gelu((Tensor) this);
  }

  /** The approximation of {@link #gelu} by tanh, within 5e-4 of it. Source: as there. */
  default Tensor geluTanh() {
    return Activations.geluTanh((Tensor) this);
  }

  /** {@code x tanh(softplus(x))}. Source: Misra 2019. */
  default Tensor mish() {
    return Activations.mish((Tensor) this);
  }

  /** The same values, through which no derivative flows. */
  default Tensor stopGradient() {
    return Activations.stopGradient((Tensor) this);
  }
}
