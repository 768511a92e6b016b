package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.kernels.ScalarMath;
import dev.lanewise.kernels.UnaryOperation;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * A function of one number, as each of the contestants has it. The JDK's operations stand in
 * lambdas, because they become instructions only where they are constants.
 */
@SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
public enum MathFunction {
  EXP(
      UnaryOperation.EXP,
      -20,
      20,
      Math::exp,
      x -> x.lanewise(VectorOperators.EXP),
      x -> x.lanewise(VectorOperators.EXP)),
  EXPM1(
      UnaryOperation.EXPM1,
      -20,
      20,
      Math::expm1,
      x -> x.lanewise(VectorOperators.EXPM1),
      x -> x.lanewise(VectorOperators.EXPM1)),
  LOG(
      UnaryOperation.LOG,
      1e-3,
      1e3,
      Math::log,
      x -> x.lanewise(VectorOperators.LOG),
      x -> x.lanewise(VectorOperators.LOG)),
  LOG1P(
      UnaryOperation.LOG1P,
      -0.9,
      1e3,
      Math::log1p,
      x -> x.lanewise(VectorOperators.LOG1P),
      x -> x.lanewise(VectorOperators.LOG1P)),
  SIN(
      UnaryOperation.SIN,
      -30,
      30,
      Math::sin,
      x -> x.lanewise(VectorOperators.SIN),
      x -> x.lanewise(VectorOperators.SIN)),
  COS(
      UnaryOperation.COS,
      -30,
      30,
      Math::cos,
      x -> x.lanewise(VectorOperators.COS),
      x -> x.lanewise(VectorOperators.COS)),
  TAN(
      UnaryOperation.TAN,
      -30,
      30,
      Math::tan,
      x -> x.lanewise(VectorOperators.TAN),
      x -> x.lanewise(VectorOperators.TAN)),
  ASIN(
      UnaryOperation.ASIN,
      -1,
      1,
      Math::asin,
      x -> x.lanewise(VectorOperators.ASIN),
      x -> x.lanewise(VectorOperators.ASIN)),
  ACOS(
      UnaryOperation.ACOS,
      -1,
      1,
      Math::acos,
      x -> x.lanewise(VectorOperators.ACOS),
      x -> x.lanewise(VectorOperators.ACOS)),
  ATAN(
      UnaryOperation.ATAN,
      -30,
      30,
      Math::atan,
      x -> x.lanewise(VectorOperators.ATAN),
      x -> x.lanewise(VectorOperators.ATAN)),
  SINH(
      UnaryOperation.SINH,
      -20,
      20,
      Math::sinh,
      x -> x.lanewise(VectorOperators.SINH),
      x -> x.lanewise(VectorOperators.SINH)),
  COSH(
      UnaryOperation.COSH,
      -20,
      20,
      Math::cosh,
      x -> x.lanewise(VectorOperators.COSH),
      x -> x.lanewise(VectorOperators.COSH)),
  TANH(
      UnaryOperation.TANH,
      -9,
      9,
      Math::tanh,
      x -> x.lanewise(VectorOperators.TANH),
      x -> x.lanewise(VectorOperators.TANH)),
  ASINH(UnaryOperation.ASINH, -30, 30, ScalarMath::asinh),
  ACOSH(UnaryOperation.ACOSH, 1, 30, ScalarMath::acosh),
  ATANH(UnaryOperation.ATANH, -1, 1, ScalarMath::atanh),
  RSQRT(
      UnaryOperation.RSQRT,
      1e-3,
      1e3,
      x -> 1 / Math.sqrt(x),
      x -> x.broadcast(1).div(x.sqrt()),
      x -> x.broadcast(1).div(x.sqrt())),
  CBRT(
      UnaryOperation.CBRT,
      -1e3,
      1e3,
      Math::cbrt,
      x -> x.lanewise(VectorOperators.CBRT),
      x -> x.lanewise(VectorOperators.CBRT)),
  ERF(UnaryOperation.ERF, -4, 4, ScalarMath::erf),
  ERFC(UnaryOperation.ERFC, -4, 9, ScalarMath::erfc),
  ERF_INV(UnaryOperation.ERF_INV, -1, 1, ScalarMath::erfInv),
  /** Above its zeros, where a relative error means something. */
  LGAMMA(UnaryOperation.LGAMMA, 2.5, 30, ScalarMath::lgamma),
  /** Above its zero. */
  DIGAMMA(UnaryOperation.DIGAMMA, 2, 30, ScalarMath::digamma),
  LOGISTIC(UnaryOperation.LOGISTIC, -20, 20, ScalarMath::logistic);

  private final UnaryOperation operation;
  private final double low;
  private final double high;
  private final DoubleUnaryOperator scalar;
  private final FloatLoops.@Nullable LaneUnary floatLanes;
  private final DoubleLoops.@Nullable LaneUnary doubleLanes;

  MathFunction(UnaryOperation operation, double low, double high, DoubleUnaryOperator scalar) {
    this(operation, low, high, scalar, null, null);
  }

  MathFunction(
      UnaryOperation operation,
      double low,
      double high,
      DoubleUnaryOperator scalar,
      FloatLoops.@Nullable LaneUnary floatLanes,
      DoubleLoops.@Nullable LaneUnary doubleLanes) {
    this.operation = operation;
    this.low = low;
    this.high = high;
    this.scalar = scalar;
    this.floatLanes = floatLanes;
    this.doubleLanes = doubleLanes;
  }

  /** The kernel. */
  public UnaryOperation operation() {
    return operation;
  }

  /** Whether an experiment is of this function. */
  public boolean isMeasuredBy(Experiment experiment) {
    return experiment.name().startsWith("math." + name().toLowerCase(Locale.ROOT) + ".");
  }

  /** Least argument of the benchmark. */
  public double low() {
    return low;
  }

  /** Above the arguments of the benchmark. */
  public double high() {
    return high;
  }

  /** What a loop in plain Java calls. */
  DoubleUnaryOperator scalar() {
    return scalar;
  }

  /** The JDK's own, if there is one. */
  FloatLoops.@Nullable LaneUnary floatLanes() {
    return floatLanes;
  }

  /** The JDK's own, if there is one. */
  DoubleLoops.@Nullable LaneUnary doubleLanes() {
    return doubleLanes;
  }
}
