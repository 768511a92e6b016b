package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Windowed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a kernel agrees with the reference interpreter. Movement, integers, comparisons and
 * arithmetic that IEEE 754 rounds correctly must agree to the bit. Functions may be off by the
 * units in the last place of the {@link OpTable}. Sums and products of many elements may be off by
 * what rounding every partial result can do, which the interpreter itself measures on absolute
 * values.
 */
final class Agreement {
  private Agreement() {}

  /** Demands that a kernel's result agrees with what the interpreter makes of the operands. */
  static void check(String where, Op op, List<Literal> operands, Literal actual) {
    Literal expected = Interpreter.apply(op, operands).getFirst();
    assertThat(actual.type()).as(where).isEqualTo(expected.type());
    Literal slack = slack(op, operands, expected);
    for (int i = 0; i < expected.size(); i++) {
      if (!agrees(expected, actual, slack, i)) {
        throw new AssertionError(
            "%s: %s of %s: element %d should be %s, was %s"
                .formatted(where, op, operands, i, text(expected, i), text(actual, i)));
      }
    }
  }

  private static boolean agrees(Literal expected, Literal actual, Literal slack, int i) {
    if (!expected.type().dtype().isFloating()) {
      return expected.integer(i) == actual.integer(i);
    }
    double e = expected.real(i);
    double a = actual.real(i);
    if (Double.compare(e, a) == 0 || (Double.isNaN(e) && Double.isNaN(a))) {
      return true;
    }
    double allowed = slack.real(i);
    // Partial results of these magnitudes overflow, whatever the end result.
    return !(allowed < overflow(expected.type().dtype())) || Math.abs(e - a) <= allowed;
  }

  /** Less than what is allowed for two terms or more whose magnitudes add up to the largest. */
  private static double overflow(DType dtype) {
    return dtype == DType.F64 ? Double.MAX_VALUE * 0x1p-51 : Float.MAX_VALUE * 0x1p-22f;
  }

  /** For each element the absolute error that is allowed. */
  private static Literal slack(Op op, List<Literal> operands, Literal expected) {
    return switch (op) {
      case Unary _, Binary _, Comparison _, Elementwise _ -> ulps(OpTable.of(op), expected);
      case Movement _, RandomBits _ -> none(expected);
      case Reduction.Reduce reduce -> reduction(reduce, operands.getFirst(), expected);
      case Reduction.ArgReduce _ -> none(expected);
      case DotGeneral dot -> magnitudes(dot, operands, terms(dot, operands));
      case Convolution convolution -> convolution(convolution, operands);
      case Windowed windowed -> windowed(windowed, operands, expected);
      case Indexing.Gather _ -> none(expected);
      case Indexing.ScatterAdd scatter ->
          magnitudes(scatter, operands, operands.get(2).size() + 1.0);
    };
  }

  private static Literal none(Literal expected) {
    return wide(expected, new double[expected.size()]);
  }

  private static Literal ulps(OpTable.Row row, Literal expected) {
    DType dtype = expected.type().dtype();
    double[] slack = new double[expected.size()];
    if (dtype.isFloating()) {
      for (int i = 0; i < slack.length; i++) {
        double size = Math.max(Math.abs(expected.real(i)), row.unit());
        double ulp = dtype == DType.F64 ? Math.ulp(size) : Math.ulp((float) size);
        // The last number before infinity may round to it.
        slack[i] =
            Double.isInfinite(size)
                ? row.ulps(dtype) > 0 ? Double.POSITIVE_INFINITY : 0
                : row.ulps(dtype) * ulp;
      }
    }
    return wide(expected, slack);
  }

  /** Padding may be multiplied with infinities and NaN, or left out. */
  private static Literal convolution(Convolution op, List<Literal> operands) {
    Literal slack =
        magnitudes(op, operands, operands.stream().mapToInt(Literal::size).max().orElse(0));
    boolean finite =
        operands.stream()
            .allMatch(x -> IntStream.range(0, x.size()).allMatch(i -> Double.isFinite(x.real(i))));
    if (finite) {
      return slack;
    }
    double[] anything = new double[slack.size()];
    Arrays.fill(anything, Double.POSITIVE_INFINITY);
    return wide(slack, anything);
  }

  /**
   * Sums and products of windows are computed as the interpreter does; what is scattered adds up.
   */
  private static Literal windowed(Windowed op, List<Literal> operands, Literal expected) {
    if (!(op instanceof Windowed.SelectAndScatter)) {
      return none(expected);
    }
    Literal y = operands.get(1);
    double[] sum = new double[expected.size()];
    double all = IntStream.range(0, y.size()).mapToDouble(i -> Math.abs(y.real(i))).sum();
    double unit = y.type().dtype() == DType.F32 ? 0x1p-24 : 0x1p-53;
    Arrays.fill(sum, 2 * y.size() * unit * all);
    return wide(expected, sum);
  }

  private static double terms(DotGeneral dot, List<Literal> operands) {
    return operands.get(0).type().shape().select(dot.leftContract()).size();
  }

  private static Literal reduction(Reduction.Reduce op, Literal operand, Literal expected) {
    boolean rounds = expected.type().dtype().isFloating();
    double terms = operand.type().shape().select(op.axes()).size();
    return switch (op.kind()) {
      case MAX, MIN, AND, OR -> none(expected);
      case SUM -> rounds ? magnitudes(op, List.of(operand), terms) : none(expected);
      case PROD -> rounds ? product(op, operand, terms) : none(expected);
    };
  }

  /** As for a sum, but where partial products can overflow or underflow anything may come out. */
  private static Literal product(Reduction.Reduce op, Literal operand, double terms) {
    Literal slack = magnitudes(op, List.of(operand), terms);
    Literal size = absolute(operand);
    double[] large = new double[size.size()];
    double[] small = new double[size.size()];
    for (int i = 0; i < large.length; i++) {
      large[i] = Math.max(1, size.real(i));
      small[i] = size.real(i) == 0 ? 1 : Math.min(1, size.real(i));
    }
    Literal largest = Interpreter.apply(op, List.of(wide(size, large))).getFirst();
    Literal smallest = Interpreter.apply(op, List.of(wide(size, small))).getFirst();
    double[] allowed = new double[slack.size()];
    double underflow = 1 / overflow(operand.type().dtype());
    for (int i = 0; i < allowed.length; i++) {
      boolean safe =
          largest.real(i) < overflow(operand.type().dtype()) && smallest.real(i) > underflow;
      allowed[i] = safe ? slack.real(i) : Double.POSITIVE_INFINITY;
    }
    return wide(slack, allowed);
  }

  /** The bound {@code terms * u * f(|operands|)} on the error of any order of summation. */
  private static Literal magnitudes(Op op, List<Literal> operands, double terms) {
    if (!operands.getFirst().type().dtype().isFloating()) {
      return none(Interpreter.apply(op, operands).getFirst());
    }
    DType dtype = operands.getFirst().type().dtype();
    List<Literal> absolute = operands.stream().map(Agreement::absolute).toList();
    Literal sums = Interpreter.apply(op, absolute).getFirst();
    double unit =
        switch (dtype) {
          case F64 -> 0x1p-53;
          case F32 -> 0x1p-24;
          case BF16, I32, I64, BOOL -> 0;
        };
    double least = dtype == DType.F64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    double[] slack = new double[sums.size()];
    for (int i = 0; i < slack.length; i++) {
      slack[i] = unit == 0 ? 0 : 2 * (terms + 1) * (unit * sums.real(i) + least);
    }
    return wide(sums, slack);
  }

  /** The same magnitudes in F64, so that their sum overflows only where it must. */
  private static Literal absolute(Literal literal) {
    if (!literal.type().dtype().isFloating()) {
      return literal;
    }
    double[] values = new double[literal.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(literal.real(i));
    }
    return wide(literal, values);
  }

  private static Literal wide(Literal like, double[] values) {
    return Literal.ofReals(new TensorType(DType.F64, like.type().shape()), values);
  }

  private static String text(Literal literal, int i) {
    return literal.type().dtype().isFloating()
        ? literal.real(i) + " (" + Double.toHexString(literal.real(i)) + ")"
        : Long.toString(literal.integer(i));
  }
}
