package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * Mathematical functions of vector lanes, for F32 and F64 vectors of any species.
 *
 * <p>They are made of correctly rounded operations only (add, multiply, divide, fused multiply-add,
 * square root, and operations on bits), so a lane's result has the same bits at any place in a
 * vector, in vectors of any length, on any machine, and before and after compilation. {@code
 * lanewise(VectorOperators.EXP)} and its kin do not have that property: HotSpot computes them with
 * one library in compiled code and with another while it interprets (on linux-x64, 8 of 1,024 float
 * exponentials change their last bit when the loop is compiled).
 *
 * <p>Errors are bounds, in units in the last place of the correctly rounded result, over the whole
 * domain, special values included, which are exact: those of {@link Math} and {@link ScalarMath}.
 * F32 functions of one operand are measured on every 20,011th float, and by the nightly profile on
 * all 2^32, against the F64 function, which is within some billionths of a float's ULP; F64
 * functions, and pow and atan2, on random arguments of every size and on hard ones (ends of
 * reduction intervals, multiples of pi/2, subnormal arguments and results) against values of 70
 * digits. {@link VectorFunction} lists the bounds, and the tests hold the functions to them.
 */
public final class VectorMath {
  private VectorMath() {}

  /** Returns -1, 0 or 1: NaN for NaN, and the zero itself for a zero. Exact. */
  public static FloatVector sign(FloatVector x) {
    return FloatLanes.sign(x);
  }

  /** Returns -1, 0 or 1: NaN for NaN, and the zero itself for a zero. Exact. */
  public static DoubleVector sign(DoubleVector x) {
    return DoubleLanes.sign(x);
  }

  /** Returns the largest integer not above x. Exact. */
  public static FloatVector floor(FloatVector x) {
    return FloatLanes.floor(x);
  }

  /** Returns the largest integer not above x. Exact. */
  public static DoubleVector floor(DoubleVector x) {
    return DoubleLanes.floor(x);
  }

  /** Returns the smallest integer not below x. Exact. */
  public static FloatVector ceil(FloatVector x) {
    return FloatLanes.ceil(x);
  }

  /** Returns the smallest integer not below x. Exact. */
  public static DoubleVector ceil(DoubleVector x) {
    return DoubleLanes.ceil(x);
  }

  /** Returns the nearest integer, ties to even. Exact. */
  public static FloatVector round(FloatVector x) {
    return FloatLanes.round(x);
  }

  /** Returns the nearest integer, ties to even. Exact. */
  public static DoubleVector round(DoubleVector x) {
    return DoubleLanes.round(x);
  }

  /** Returns the larger: NaN if either is NaN, and +0 is above -0. Exact. */
  public static FloatVector max(FloatVector a, FloatVector b) {
    return a.max(b);
  }

  /** Returns the larger: NaN if either is NaN, and +0 is above -0. Exact. */
  public static DoubleVector max(DoubleVector a, DoubleVector b) {
    return a.max(b);
  }

  /** Returns the smaller: NaN if either is NaN, and -0 is below +0. Exact. */
  public static FloatVector min(FloatVector a, FloatVector b) {
    return a.min(b);
  }

  /** Returns the smaller: NaN if either is NaN, and -0 is below +0. Exact. */
  public static DoubleVector min(DoubleVector a, DoubleVector b) {
    return a.min(b);
  }

  /** Returns the number next to x in the direction of y, and y where they are equal. Exact. */
  public static FloatVector nextAfter(FloatVector x, FloatVector y) {
    return FloatLanes.nextAfter(x, y);
  }

  /** Returns the number next to x in the direction of y, and y where they are equal. Exact. */
  public static DoubleVector nextAfter(DoubleVector x, DoubleVector y) {
    return DoubleLanes.nextAfter(x, y);
  }

  /** Returns the square root, correctly rounded. */
  public static FloatVector sqrt(FloatVector x) {
    return x.sqrt();
  }

  /** Returns the square root, correctly rounded. */
  public static DoubleVector sqrt(DoubleVector x) {
    return x.sqrt();
  }

  /** Returns {@code 1 / sqrt(x)}. Error: at most 0.51 ULP. */
  public static FloatVector rsqrt(FloatVector x) {
    return FloatRoots.rsqrt(x);
  }

  /** Returns {@code 1 / sqrt(x)}. Error: at most 0.51 ULP. */
  public static DoubleVector rsqrt(DoubleVector x) {
    return DoubleRoots.rsqrt(x);
  }

  /** Returns e to the power x. Error: at most 1.0 ULP. */
  public static FloatVector exp(FloatVector x) {
    return FloatExponential.exp(x);
  }

  /** Returns e to the power x. Error: at most 0.9 ULP. */
  public static DoubleVector exp(DoubleVector x) {
    return DoubleExponential.exp(x);
  }

  /** Returns {@code exp(x) - 1}, precise near 0. Error: at most 0.8 ULP. */
  public static FloatVector expm1(FloatVector x) {
    return FloatExponential.expm1(x);
  }

  /** Returns {@code exp(x) - 1}, precise near 0. Error: at most 0.7 ULP. */
  public static DoubleVector expm1(DoubleVector x) {
    return DoubleExponential.expm1(x);
  }

  /** Returns the natural logarithm. Error: at most 0.9 ULP. */
  public static FloatVector log(FloatVector x) {
    return FloatLogarithm.log(x);
  }

  /** Returns the natural logarithm. Error: at most 0.8 ULP. */
  public static DoubleVector log(DoubleVector x) {
    return DoubleLogarithm.log(x);
  }

  /** Returns {@code log(1 + x)}, precise near 0. Error: at most 0.9 ULP. */
  public static FloatVector log1p(FloatVector x) {
    return FloatLogarithm.log1p(x);
  }

  /** Returns {@code log(1 + x)}, precise near 0. Error: at most 0.8 ULP. */
  public static DoubleVector log1p(DoubleVector x) {
    return DoubleLogarithm.log1p(x);
  }

  /** Returns the sine of x in radians, of any size. Error: at most 0.51 ULP. */
  public static FloatVector sin(FloatVector x) {
    return FloatTrigonometry.sin(x);
  }

  /** Returns the sine of x in radians, of any size. Error: at most 0.7 ULP. */
  public static DoubleVector sin(DoubleVector x) {
    return DoubleTrigonometry.sin(x);
  }

  /** Returns the cosine of x in radians, of any size. Error: at most 0.51 ULP. */
  public static FloatVector cos(FloatVector x) {
    return FloatTrigonometry.cos(x);
  }

  /** Returns the cosine of x in radians, of any size. Error: at most 0.7 ULP. */
  public static DoubleVector cos(DoubleVector x) {
    return DoubleTrigonometry.cos(x);
  }

  /** Returns the hyperbolic tangent. Error: at most 1.0 ULP. */
  public static FloatVector tanh(FloatVector x) {
    return FloatExponential.tanh(x);
  }

  /** Returns the hyperbolic tangent. Error: at most 1.3 ULP. */
  public static DoubleVector tanh(DoubleVector x) {
    return DoubleExponential.tanh(x);
  }

  /** Returns {@code 1 / (1 + exp(-x))}. Error: at most 0.8 ULP. */
  public static FloatVector logistic(FloatVector x) {
    return FloatGate.logistic(x);
  }

  /** Returns {@code 1 / (1 + exp(-x))}. Error: at most 1.0 ULP. */
  public static DoubleVector logistic(DoubleVector x) {
    return DoubleGate.logistic(x);
  }

  /** Returns the error function. Error: at most 1.05 ULP. */
  public static FloatVector erf(FloatVector x) {
    return FloatErrorFunction.erf(x);
  }

  /** Returns the error function. Error: at most 1.1 ULP. */
  public static DoubleVector erf(DoubleVector x) {
    return DoubleErrorFunction.erf(x);
  }

  /**
   * Returns x to the power y, with the special cases of {@link Math#pow}. Error: at most 0.51 ULP.
   */
  public static FloatVector pow(FloatVector x, FloatVector y) {
    return FloatPower.pow(x, y);
  }

  /**
   * Returns x to the power y, with the special cases of {@link Math#pow}. Error: at most 0.7 ULP.
   */
  public static DoubleVector pow(DoubleVector x, DoubleVector y) {
    return DoublePower.pow(x, y);
  }

  /**
   * Returns the angle of the point (x, y) in radians, with the special cases of {@link Math#atan2}.
   * Error: at most 0.51 ULP.
   */
  public static FloatVector atan2(FloatVector y, FloatVector x) {
    return FloatInverseTrigonometry.atan2(y, x);
  }

  /**
   * Returns the angle of the point (x, y) in radians, with the special cases of {@link Math#atan2}.
   * Error: at most 0.7 ULP.
   */
  public static DoubleVector atan2(DoubleVector y, DoubleVector x) {
    return DoubleInverseTrigonometry.atan2(y, x);
  }

  /** Returns 2 to the power x. Error: at most 0.9 ULP. */
  public static FloatVector exp2(FloatVector x) {
    return FloatExponential.exp2(x);
  }

  /** Returns 2 to the power x. Error: at most 0.9 ULP. */
  public static DoubleVector exp2(DoubleVector x) {
    return DoubleExponential.exp2(x);
  }

  /** Returns the logarithm to base 2. Error: at most 0.9 ULP. */
  public static FloatVector log2(FloatVector x) {
    return FloatLogarithm.log2(x);
  }

  /** Returns the logarithm to base 2. Error: at most 0.9 ULP. */
  public static DoubleVector log2(DoubleVector x) {
    return DoubleLogarithm.log2(x);
  }

  /** Returns the logarithm to base 10. Error: at most 0.9 ULP. */
  public static FloatVector log10(FloatVector x) {
    return FloatLogarithm.log10(x);
  }

  /** Returns the logarithm to base 10. Error: at most 0.8 ULP. */
  public static DoubleVector log10(DoubleVector x) {
    return DoubleLogarithm.log10(x);
  }

  /** Returns the tangent of x in radians, of any size. Error: at most 0.51 ULP. */
  public static FloatVector tan(FloatVector x) {
    return FloatTrigonometry.tan(x);
  }

  /** Returns the tangent of x in radians, of any size. Error: at most 1.0 ULP. */
  public static DoubleVector tan(DoubleVector x) {
    return DoubleTrigonometry.tan(x);
  }

  /** Returns the arc sine, in radians: NaN outside [-1, 1]. Error: at most 0.51 ULP. */
  public static FloatVector asin(FloatVector x) {
    return FloatInverseTrigonometry.asin(x);
  }

  /** Returns the arc sine, in radians: NaN outside [-1, 1]. Error: at most 0.6 ULP. */
  public static DoubleVector asin(DoubleVector x) {
    return DoubleInverseTrigonometry.asin(x);
  }

  /** Returns the arc cosine, in radians: NaN outside [-1, 1]. Error: at most 0.51 ULP. */
  public static FloatVector acos(FloatVector x) {
    return FloatInverseTrigonometry.acos(x);
  }

  /** Returns the arc cosine, in radians: NaN outside [-1, 1]. Error: at most 0.6 ULP. */
  public static DoubleVector acos(DoubleVector x) {
    return DoubleInverseTrigonometry.acos(x);
  }

  /** Returns the arc tangent, in radians. Error: at most 0.51 ULP. */
  public static FloatVector atan(FloatVector x) {
    return FloatInverseTrigonometry.atan(x);
  }

  /** Returns the arc tangent, in radians. Error: at most 0.7 ULP. */
  public static DoubleVector atan(DoubleVector x) {
    return DoubleInverseTrigonometry.atan(x);
  }

  /** Returns the hyperbolic sine. Error: at most 0.51 ULP. */
  public static FloatVector sinh(FloatVector x) {
    return FloatHyperbolic.sinh(x);
  }

  /** Returns the hyperbolic sine. Error: at most 0.8 ULP. */
  public static DoubleVector sinh(DoubleVector x) {
    return DoubleHyperbolic.sinh(x);
  }

  /** Returns the hyperbolic cosine. Error: at most 0.51 ULP. */
  public static FloatVector cosh(FloatVector x) {
    return FloatHyperbolic.cosh(x);
  }

  /** Returns the hyperbolic cosine. Error: at most 0.7 ULP. */
  public static DoubleVector cosh(DoubleVector x) {
    return DoubleHyperbolic.cosh(x);
  }

  /** Returns the inverse hyperbolic sine. Error: at most 0.51 ULP. */
  public static FloatVector asinh(FloatVector x) {
    return FloatHyperbolic.asinh(x);
  }

  /** Returns the inverse hyperbolic sine. Error: at most 1.1 ULP. */
  public static DoubleVector asinh(DoubleVector x) {
    return DoubleHyperbolic.asinh(x);
  }

  /** Returns the inverse hyperbolic cosine: NaN below 1. Error: at most 0.51 ULP. */
  public static FloatVector acosh(FloatVector x) {
    return FloatHyperbolic.acosh(x);
  }

  /** Returns the inverse hyperbolic cosine: NaN below 1. Error: at most 0.8 ULP. */
  public static DoubleVector acosh(DoubleVector x) {
    return DoubleHyperbolic.acosh(x);
  }

  /** Returns the inverse hyperbolic tangent: NaN outside [-1, 1]. Error: at most 0.51 ULP. */
  public static FloatVector atanh(FloatVector x) {
    return FloatHyperbolic.atanh(x);
  }

  /** Returns the inverse hyperbolic tangent: NaN outside [-1, 1]. Error: at most 1.1 ULP. */
  public static DoubleVector atanh(DoubleVector x) {
    return DoubleHyperbolic.atanh(x);
  }

  /** Returns the cube root. Error: at most 0.51 ULP. */
  public static FloatVector cbrt(FloatVector x) {
    return FloatRoots.cbrt(x);
  }

  /** Returns the cube root. Error: at most 0.51 ULP. */
  public static DoubleVector cbrt(DoubleVector x) {
    return DoubleRoots.cbrt(x);
  }

  /** Returns {@code 1 - erf(x)}, precise where that is small. Error: at most 0.51 ULP. */
  public static FloatVector erfc(FloatVector x) {
    return FloatComplement.erfc(x);
  }

  /** Returns {@code 1 - erf(x)}, precise where that is small. Error: at most 1.6 ULP. */
  public static DoubleVector erfc(DoubleVector x) {
    return DoubleComplement.erfc(x);
  }

  /**
   * Returns the inverse of the error function: NaN outside [-1, 1], infinite at its ends. Error: at
   * most 0.51 ULP.
   */
  public static FloatVector erfInv(FloatVector x) {
    return FloatComplement.erfInv(x);
  }

  /**
   * Returns the inverse of the error function: NaN outside [-1, 1], infinite at its ends. Error: at
   * most 1.9 ULP.
   */
  public static DoubleVector erfInv(DoubleVector x) {
    return DoubleErrorInverse.erfInv(x);
  }

  /** Returns {@code log(1 + exp(x))}. Error: at most 0.51 ULP. */
  public static FloatVector softplus(FloatVector x) {
    return FloatGate.softplus(x);
  }

  /** Returns {@code log(1 + exp(x))}. Error: at most 1.8 ULP. */
  public static DoubleVector softplus(DoubleVector x) {
    return DoubleGate.softplus(x);
  }

  /** Returns {@code x / (1 + exp(-x))}. Error: at most 0.8 ULP. */
  public static FloatVector silu(FloatVector x) {
    return FloatGate.silu(x);
  }

  /** Returns {@code x / (1 + exp(-x))}. Error: at most 1.0 ULP. */
  public static DoubleVector silu(DoubleVector x) {
    return DoubleGate.silu(x);
  }

  /** Returns {@code x (1 + erf(x / sqrt(2))) / 2}. Error: at most 0.51 ULP. */
  public static FloatVector gelu(FloatVector x) {
    return FloatComplement.gelu(x);
  }

  /** Returns {@code x (1 + erf(x / sqrt(2))) / 2}. Error: at most 1.8 ULP. */
  public static DoubleVector gelu(DoubleVector x) {
    return DoubleComplement.gelu(x);
  }

  /** Returns {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. Error: at most 0.8 ULP. */
  public static FloatVector geluTanh(FloatVector x) {
    return FloatGate.geluTanh(x);
  }

  /** Returns {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. Error: at most 1.0 ULP. */
  public static DoubleVector geluTanh(DoubleVector x) {
    return DoubleGate.geluTanh(x);
  }

  /**
   * Returns {@code log|gamma(x)|}: infinity at 0, at negative integers and at both infinities.
   * Error: at most 0.6 ULP for positive x; for negative x, computed lane by lane, at most 2 ULP of
   * the larger of the result and 1.
   */
  public static FloatVector lgamma(FloatVector x) {
    return FloatGamma.lgamma(x);
  }

  /**
   * Returns {@code log|gamma(x)|}: infinity at 0, at negative integers and at both infinities.
   * Error: at most 4 ULP for positive x; for negative x, computed lane by lane, at most 2 ULP of
   * the larger of the result and 1.
   */
  public static DoubleVector lgamma(DoubleVector x) {
    return DoubleGamma.lgamma(x);
  }

  /**
   * Returns the derivative of lgamma: infinite at the zeros, NaN at negative integers. Error: at
   * most 0.6 ULP for positive x but next to its zero; for negative x, computed lane by lane, at
   * most 7 ULP of the larger of the result and 1.
   */
  public static FloatVector digamma(FloatVector x) {
    return FloatGamma.digamma(x);
  }

  /**
   * Returns the derivative of lgamma: infinite at the zeros, NaN at negative integers. Error: at
   * most 4 ULP for positive x but next to its zero; for negative x, computed lane by lane, at most
   * 4 ULP of the larger of the result and 1.
   */
  public static DoubleVector digamma(DoubleVector x) {
    return DoubleGamma.digamma(x);
  }
}
