package dev.lanewise.kernels;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@link VectorMath} that round, each with the largest error that it is held to:
 * what a table of errors or a comparison of speeds goes through.
 *
 * <p>A function's vector form is the kernel of its operation, {@link Elementwise#unary} or {@link
 * Elementwise#binary}; its scalar form, with the same bits, is that kernel's {@link
 * UnaryKernel#onArrays}.
 *
 * <p>Bounds are in units in the last place of the correctly rounded result, over the whole domain.
 * For F32 functions of one operand they are measured against the F64 function, on a part of all
 * floats, or by the nightly profile on every one; for F64 against values of 70 digits on random and
 * hard arguments. For lgamma and digamma they hold for positive arguments; at negative ones, which
 * lie between poles and irrational zeros, the unit is that of the larger of the result and 1.
 */
public enum VectorFunction {
  EXP(UnaryOperation.EXP, 1.0, 0.9, -746, 710),
  EXP2(UnaryOperation.EXP2, 0.9, 0.9, -1075, 1024),
  EXPM1(UnaryOperation.EXPM1, 0.8, 0.7, -40, 710),
  LOG(UnaryOperation.LOG, 0.9, 0.8, 0, Double.MAX_VALUE),
  LOG2(UnaryOperation.LOG2, 0.9, 0.9, 0, Double.MAX_VALUE),
  LOG10(UnaryOperation.LOG10, 0.9, 0.8, 0, Double.MAX_VALUE),
  LOG1P(UnaryOperation.LOG1P, 0.9, 0.8, -1, Double.MAX_VALUE),
  POW(BinaryOperation.POW, 0.51, 0.7, 0, 100),
  SIN(UnaryOperation.SIN, 0.51, 0.7, -1e6, 1e6),
  COS(UnaryOperation.COS, 0.51, 0.7, -1e6, 1e6),
  TAN(UnaryOperation.TAN, 0.51, 1.0, -1e6, 1e6),
  ASIN(UnaryOperation.ASIN, 0.51, 0.6, -1, 1),
  ACOS(UnaryOperation.ACOS, 0.51, 0.6, -1, 1),
  ATAN(UnaryOperation.ATAN, 0.51, 0.7, -1e18, 1e18),
  ATAN2(BinaryOperation.ATAN2, 0.51, 0.7, -10, 10),
  SINH(UnaryOperation.SINH, 0.51, 0.8, -711, 711),
  COSH(UnaryOperation.COSH, 0.51, 0.7, -711, 711),
  TANH(UnaryOperation.TANH, 1.0, 1.3, -20, 20),
  ASINH(UnaryOperation.ASINH, 0.51, 1.1, -1e18, 1e18),
  ACOSH(UnaryOperation.ACOSH, 0.51, 0.8, 1, 1e18),
  ATANH(UnaryOperation.ATANH, 0.51, 1.1, -1, 1),
  SQRT(UnaryOperation.SQRT, 0.5, 0.5, 0, Double.MAX_VALUE),
  RSQRT(UnaryOperation.RSQRT, 0.51, 0.51, 0, Double.MAX_VALUE),
  CBRT(UnaryOperation.CBRT, 0.51, 0.51, -Double.MAX_VALUE, Double.MAX_VALUE),
  ERF(UnaryOperation.ERF, 1.05, 1.1, -6.5, 6.5),
  ERFC(UnaryOperation.ERFC, 0.51, 1.6, -6.5, 27.3),
  ERF_INV(UnaryOperation.ERF_INV, 0.51, 1.9, -1, 1),
  LOGISTIC(UnaryOperation.LOGISTIC, 0.8, 1.0, -746, 40),
  SOFTPLUS(UnaryOperation.SOFTPLUS, 0.51, 1.8, -746, 40),
  GELU(UnaryOperation.GELU, 0.51, 1.8, -39, 9),
  GELU_TANH(UnaryOperation.GELU_TANH, 0.8, 1.0, -22, 9),
  SILU(UnaryOperation.SILU, 0.8, 1.0, -752, 40),
  LGAMMA(UnaryOperation.LGAMMA, 0.6, 4, 0, 1e300),
  DIGAMMA(UnaryOperation.DIGAMMA, 0.6, 4, 0, 1e300);

  private final @Nullable UnaryOperation unary;
  private final @Nullable BinaryOperation binary;
  private final double floatUlps;
  private final double doubleUlps;
  private final double low;
  private final double high;

  VectorFunction(UnaryOperation unary, double floats, double doubles, double low, double high) {
    this(unary, null, floats, doubles, low, high);
  }

  VectorFunction(BinaryOperation binary, double floats, double doubles, double low, double high) {
    this(null, binary, floats, doubles, low, high);
  }

  VectorFunction(
      @Nullable UnaryOperation unary,
      @Nullable BinaryOperation binary,
      double floatUlps,
      double doubleUlps,
      double low,
      double high) {
    this.unary = unary;
    this.binary = binary;
    this.floatUlps = floatUlps;
    this.doubleUlps = doubleUlps;
    this.low = low;
    this.high = high;
  }

  /** Returns the operation of a function of one operand, or null if it takes two. */
  public @Nullable UnaryOperation unary() {
    return unary;
  }

  /** Returns the operation of a function of two operands, or null if it takes one. */
  public @Nullable BinaryOperation binary() {
    return binary;
  }

  /** Returns the name of the method in {@link VectorMath}. */
  public String label() {
    StringBuilder label = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      if (label.isEmpty()) {
        label.append(word);
      } else {
        label.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return label.toString();
  }

  /**
   * Returns the largest error that the function is held to, in ULP.
   *
   * @throws IllegalArgumentException if the type is neither F32 nor F64
   */
  public double ulps(ElementType type) {
    return switch (type) {
      case F32 -> floatUlps;
      case F64 -> doubleUlps;
      case BF16, I32, I64, BOOL ->
          throw new IllegalArgumentException("[%s] no bound for %s".formatted(label(), type));
    };
  }

  /** Returns where the arguments that matter begin: below, the result is NaN or a limit. */
  public double low() {
    return low;
  }

  /** Returns where the arguments that matter end. */
  public double high() {
    return high;
  }
}
