package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One row for each differentiable operation and form of it: what every derivative test reads. */
final class OpCases {
  private OpCases() {}

  /** The values of one operand. */
  private record Operand(TensorType type, double low, double high, Ints integers) {
    Literal draw(SplittableRandom random) {
      if (!type.dtype().isFloating()) {
        return Literal.ofIntegers(type, integers.stream().asLongStream().toArray());
      }
      double[] values = new double[(int) type.size()];
      Arrays.setAll(values, i -> random.nextDouble(low, high));
      return Literal.ofReals(type, values);
    }
  }

  /**
   * An operation on operands drawn from a domain where it is smooth.
   *
   * @param name shown by the tests
   */
  record Row(String name, Op op, List<Operand> operands) {
    Graph graph() {
      GraphBuilder builder = new GraphBuilder();
      List<Value> parameters =
          operands.stream().map(operand -> builder.parameter(operand.type())).toList();
      return builder.build(name, builder.add(op, parameters));
    }

    List<Literal> draw(SplittableRandom random) {
      return operands.stream().map(operand -> operand.draw(random)).toList();
    }

    boolean[] active() {
      boolean[] active = new boolean[operands.size()];
      for (int i = 0; i < active.length; i++) {
        active[i] = operands.get(i).type().dtype().isFloating();
      }
      return active;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    unary(rows);
    binary(rows);
    otherElementwise(rows);
    movement(rows);
    reduction(rows);
    products(rows);
    indexing(rows);
    return rows;
  }

  private static void unary(List<Row> rows) {
    for (Unary op : Unary.values()) {
      if (op == Unary.NOT || op == Unary.IS_FINITE) {
        continue; // their results are not floating
      }
      double[] domain = domain(op);
      rows.add(row(op.mnemonic(), op, real(domain[0], domain[1], 2, 3)));
    }
    rows.add(row("abs of negatives", Unary.ABS, real(-2, -0.1, 3)));
    rows.add(row("cbrt of negatives", Unary.CBRT, real(-8, -1, 3)));
    rows.add(row("lgamma below zero", Unary.LGAMMA, real(-1.8, -1.2, 3)));
    rows.add(row("tanh of a scalar", Unary.TANH, real(-1, 1)));
    rows.add(row("exp of nothing", Unary.EXP, real(-1, 1, 0)));
  }

  /**
   * Where each function is smooth and its third derivative is not so large as to blur differences.
   */
  private static double[] domain(Unary op) {
    return switch (op) {
      case NEG, EXP, EXPM1, SIN, COS, SINH, COSH, TANH, ATAN, ASINH, ERF, ERFC, LOGISTIC ->
          new double[] {-2, 2};
      case TAN, ASIN, ACOS, ATANH, ERF_INV -> new double[] {-0.7, 0.7};
      case ABS, LOG, SQRT, RSQRT, CBRT, LGAMMA, DIGAMMA -> new double[] {0.5, 3};
      case LOG1P -> new double[] {-0.5, 3};
      case ACOSH -> new double[] {1.5, 3};
      case SIGN, FLOOR, CEIL, ROUND -> new double[] {0.6, 0.9};
      case NOT, IS_FINITE -> throw new IllegalArgumentException(op + " has no derivative");
    };
  }

  private static void binary(List<Row> rows) {
    for (Binary op : Binary.values()) {
      switch (op) {
        case ADD, SUB, MUL, ATAN2 ->
            rows.add(row(op.mnemonic(), op, real(0.5, 2, 2, 2), real(-2, -0.5, 2, 2)));
        case DIV, POW -> rows.add(row(op.mnemonic(), op, real(0.5, 2, 4), real(1, 2, 4)));
        case REM -> rows.add(row(op.mnemonic(), op, real(7.2, 7.8, 3), real(1.95, 2.05, 3)));
        case MAX, MIN -> {
          rows.add(row(op.mnemonic() + " left", op, real(1, 2, 3), real(-2, 0, 3)));
          rows.add(row(op.mnemonic() + " right", op, real(-2, 0, 3), real(1, 2, 3)));
        }
        case NEXT_AFTER, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL -> {
          // no tangent: nextAfter is a step function, the others take no floating operands
        }
      }
    }
  }

  private static void otherElementwise(List<Row> rows) {
    rows.add(row("polygamma 0", new Elementwise.Polygamma(0), real(1, 3, 3)));
    rows.add(row("polygamma 2", new Elementwise.Polygamma(2), real(1, 3, 3)));
    rows.add(
        row(
            "select",
            new Elementwise.Select(),
            integers(TensorType.of(DType.BOOL, 4), 1, 0, 0, 1),
            real(-1, 1, 4),
            real(-1, 1, 4)));
    Op clamp = new Elementwise.Clamp();
    rows.add(row("clamp within", clamp, real(-2, -1, 3), real(-0.5, 0.5, 3), real(1, 2, 3)));
    rows.add(row("clamp below", clamp, real(-2, -1, 3), real(-4, -3, 3), real(1, 2, 3)));
    rows.add(row("clamp above", clamp, real(-2, -1, 3), real(3, 4, 3), real(1, 2, 3)));
    rows.add(row("clamp crossed", clamp, real(1, 2, 3), real(-0.5, 0.5, 3), real(-2, -1, 3)));
    rows.add(row("convert", new Elementwise.Convert(DType.F64), real(-1, 1, 3)));
  }

  private static void movement(List<Row> rows) {
    rows.add(
        row(
            "broadcastInDim",
            new Movement.BroadcastInDim(Shape.of(2, 3, 4), Ints.of(1, 2)),
            real(-1, 1, 1, 4)));
    rows.add(row("reshape", new Movement.Reshape(Shape.of(3, 2)), real(-1, 1, 2, 3)));
    rows.add(row("transpose", new Movement.Transpose(Ints.of(2, 0, 1)), real(-1, 1, 2, 3, 4)));
    rows.add(
        row(
            "slice",
            new Movement.Slice(Ints.of(1, 0), Ints.of(6, 3), Ints.of(2, 1)),
            real(-1, 1, 7, 3)));
    rows.add(
        row(
            "slice of nothing",
            new Movement.Slice(Ints.of(2), Ints.of(2), Ints.of(3)),
            real(-1, 1, 5)));
    rows.add(pad("pad", Ints.of(1, 0), Ints.of(0, 2), Ints.of(1, 2), 3, 2));
    rows.add(pad("pad with negative ends", Ints.of(-1, 2), Ints.of(-2, -1), Ints.of(1, 0), 4, 3));
    rows.add(pad("pad of nothing", Ints.of(2), Ints.of(1), Ints.of(4), 0));
    rows.add(
        row(
            "concat",
            new Movement.Concat(1),
            real(-1, 1, 2, 1),
            real(-1, 1, 2, 3),
            real(-1, 1, 2, 0)));
    rows.add(row("reverse", new Movement.Reverse(Ints.of(0, 2)), real(-1, 1, 2, 3, 2)));
    rows.add(
        row(
            "dynamicSlice",
            new Movement.DynamicSlice(Shape.of(2, 2)),
            real(-1, 1, 4, 3),
            start(9), // clamped to 2
            start(1)));
    rows.add(
        row(
            "dynamicUpdateSlice",
            new Movement.DynamicUpdateSlice(),
            real(-1, 1, 4, 3),
            real(-1, 1, 2, 2),
            start(1),
            start(-3))); // clamped to 0
  }

  private static Row pad(String name, Ints low, Ints high, Ints interior, int... extents) {
    return row(name, new Movement.Pad(low, high, interior), real(-1, 1, extents), real(-1, 1));
  }

  private static void reduction(List<Row> rows) {
    for (Reduction.Kind kind : Reduction.Kind.values()) {
      switch (kind) {
        case SUM, PROD, MAX, MIN -> {
          rows.add(reduce(kind, Ints.of(1), 3, 4));
          rows.add(reduce(kind, Ints.of(0, 2), 2, 3, 5));
          rows.add(reduce(kind, Ints.of(0), 7));
          rows.add(reduce(kind, Ints.of(0), 1, 2));
        }
        case AND, OR -> {
          // no floating operands
        }
      }
    }
    rows.add(reduce(Reduction.Kind.SUM, Ints.of(0), 0, 2));
    rows.add(reduce(Reduction.Kind.PROD, Ints.of(0), 0, 2));
  }

  private static Row reduce(Reduction.Kind kind, Ints axes, int... extents) {
    Op op = new Reduction.Reduce(kind, axes);
    String name = op.mnemonic() + " over " + axes + " of " + Arrays.toString(extents);
    return row(name, op, real(0.5, 2, extents));
  }

  private static void products(List<Row> rows) {
    rows.add(row("matmul", DotGeneral.matmul(), real(-1, 1, 2, 3), real(-1, 1, 3, 4)));
    rows.add(
        row(
            "dot of vectors",
            new DotGeneral(Ints.of(0), Ints.of(0), Ints.of(), Ints.of()),
            real(-1, 1, 5),
            real(-1, 1, 5)));
    rows.add(
        row(
            "outer product",
            new DotGeneral(Ints.of(), Ints.of(), Ints.of(), Ints.of()),
            real(-1, 1, 2),
            real(-1, 1, 3)));
    rows.add(
        row(
            "product with two batch and two contracted axes, crossed",
            new DotGeneral(Ints.of(3, 0), Ints.of(1, 4), Ints.of(2, 4), Ints.of(3, 0)),
            real(-1, 1, 2, 3, 4, 2, 3),
            real(-1, 1, 3, 2, 2, 4, 2)));
  }

  private static void indexing(List<Row> rows) {
    for (Indexing.OutOfBounds mode : Indexing.OutOfBounds.values()) {
      // Rows of [5, 3]; row 7 lies outside unless that is an error.
      int outside = mode == Indexing.OutOfBounds.ERROR ? 0 : 7;
      Indexing.WindowMap rowMap =
          new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
      Operand indices = integers(TensorType.of(DType.I32, 4, 1), 4, 1, 1, outside);
      rows.add(
          row(
              "gather rows, " + mode,
              new Indexing.Gather(rowMap, Ints.of(1, 3), mode),
              real(-1, 1, 5, 3),
              indices));
      rows.add(
          row(
              "scatterAdd rows, " + mode,
              new Indexing.ScatterAdd(rowMap, Ints.of(1, 3), mode),
              real(-1, 1, 5, 3),
              indices,
              real(-1, 1, 4, 3)));
    }
    // One element of each row of a batch: takeAlongAxis.
    Indexing.WindowMap along =
        new Indexing.WindowMap(Ints.of(), Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1));
    Operand columns = integers(TensorType.of(DType.I64, 3, 2, 1), 1, 0, 3, 3, 2, 1);
    rows.add(
        row(
            "gather along an axis",
            new Indexing.Gather(along, Ints.of(1, 1), Indexing.OutOfBounds.ERROR),
            real(-1, 1, 3, 4),
            columns));
    rows.add(
        row(
            "scatterAdd along an axis",
            new Indexing.ScatterAdd(along, Ints.of(1, 1), Indexing.OutOfBounds.ERROR),
            real(-1, 1, 3, 4),
            columns,
            real(-1, 1, 3, 2)));
  }

  private static Row row(String name, Op op, Operand... operands) {
    return new Row(name, op, List.of(operands));
  }

  private static Operand real(double low, double high, int... extents) {
    return new Operand(TensorType.of(DType.F64, extents), low, high, Ints.of());
  }

  private static Operand integers(TensorType type, int... values) {
    return new Operand(type, 0, 0, Ints.of(values));
  }

  private static Operand start(int value) {
    return integers(TensorType.scalar(DType.I32), value);
  }
}
