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
 * <p>Errors are the largest seen, in units in the last place of the correctly rounded result, over
 * the reference tables of the tests and, in F32, some 64,000 random arguments for each function.
 * The special cases are those of {@link Math} and {@link ScalarMath}.
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

  /** Returns {@code 1 / sqrt(x)}, each step rounded. Error: at most 1.5 ULP. */
  public static FloatVector rsqrt(FloatVector x) {
    return x.broadcast(1).div(x.sqrt());
  }

  /** Returns {@code 1 / sqrt(x)}, each step rounded. Error: at most 1.5 ULP. */
  public static DoubleVector rsqrt(DoubleVector x) {
    return x.broadcast(1).div(x.sqrt());
  }

  /** Returns e to the power x. Error: at most 1.0 ULP. */
  public static FloatVector exp(FloatVector x) {
    return FloatExponential.exp(x);
  }

  /** Returns e to the power x. Error: at most 0.85 ULP. */
  public static DoubleVector exp(DoubleVector x) {
    return DoubleExponential.exp(x);
  }

  /** Returns {@code exp(x) - 1}, precise near 0. Error: at most 0.8 ULP. */
  public static FloatVector expm1(FloatVector x) {
    return FloatExponential.expm1(x);
  }

  /** Returns {@code exp(x) - 1}, precise near 0. Error: at most 0.65 ULP. */
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

  /** Returns the sine of x in radians, of any size. Error: at most 0.65 ULP. */
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

  /** Returns the hyperbolic tangent. Error: at most 1.3 ULP. */
  public static FloatVector tanh(FloatVector x) {
    return FloatExponential.tanh(x);
  }

  /** Returns the hyperbolic tangent. Error: at most 1.3 ULP. */
  public static DoubleVector tanh(DoubleVector x) {
    return DoubleExponential.tanh(x);
  }

  /** Returns {@code 1 / (1 + exp(-x))}. Error: at most 2.1 ULP. */
  public static FloatVector logistic(FloatVector x) {
    return FloatExponential.logistic(x);
  }

  /** Returns {@code 1 / (1 + exp(-x))}. Error: at most 2.1 ULP. */
  public static DoubleVector logistic(DoubleVector x) {
    return DoubleExponential.logistic(x);
  }

  /** Returns the error function. Error: at most 1.15 ULP. */
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
}
