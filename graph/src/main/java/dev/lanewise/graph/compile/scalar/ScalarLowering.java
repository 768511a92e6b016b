package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.scalar.ScalarOperation.Arithmetic;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a graph of tensors into one of scalars. Every value becomes the list of the steps that
 * compute its elements. What moves elements is applied to these lists by the reference interpreter,
 * as to any other integers; it adds no step.
 *
 * <p>Sums and products of floats are made one element after the other in row-major order, in
 * double, and rounded at the end, as the interpreter makes them: so no result depends on how the
 * code is cut into methods.
 */
final class ScalarLowering {
  private final ScalarCodeBuilder code = new ScalarCodeBuilder();
  private final ScalarArithmetic arithmetic = new ScalarArithmetic(code);
  private final ScalarWindows windows = new ScalarWindows(code, arithmetic);
  private final Graph graph;

  /** The steps of the elements of each value in row-major order. */
  private final int @Nullable [][] elements;

  private ScalarLowering(Graph graph) {
    this.graph = graph;
    this.elements = new int[graph.valueCount()][];
  }

  /**
   * Lowers a graph all of whose operations are {@linkplain #supports supported}. The inputs of the
   * code are the elements of the parameters in order, its results those of the graph's results.
   */
  static ScalarCode lower(Graph graph) {
    return new ScalarLowering(graph).lower();
  }

  /** Whether an operation can be lowered: all but gather, scatter, convolutions and windows. */
  static boolean supports(Node node) {
    return switch (node.op()) {
      case Unary _,
          Binary _,
          Comparison _,
          Elementwise _,
          Movement _,
          Reduction _,
          DotGeneral _,
          RandomBits _ ->
          true;
      case Convolution _, Windowed _, Indexing _ -> false;
    };
  }

  private ScalarCode lower() {
    for (Value parameter : graph.parameters()) {
      ScalarType type = ScalarType.of(parameter.dtype());
      define(parameter, fill(parameter.type(), _ -> code.input(type)));
    }
    for (Node node : graph.nodes()) {
      define(node.result(), lower(node));
    }
    return code.build(
        graph.results().stream().flatMapToInt(v -> IntStream.of(elements(v))).toArray());
  }

  private void define(Value value, int[] steps) {
    elements[value.id()] = steps;
  }

  private int[] elements(Value value) {
    return Objects.requireNonNull(elements[value.id()]);
  }

  private int[] elements(Node node, int operand) {
    return elements(node.operand(operand));
  }

  private static int[] fill(TensorType type, IntUnaryOperator element) {
    int[] steps = new int[Math.toIntExact(type.size())];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = element.applyAsInt(i);
    }
    return steps;
  }

  private int[] lower(Node node) {
    TensorType type = node.result().type();
    if (type.size() == 0) {
      return new int[0];
    }
    return switch (node.op()) {
      case Unary op -> {
        int[] x = elements(node, 0);
        DType dtype = node.operand(0).dtype();
        yield fill(type, i -> arithmetic.unary(op, dtype, x[i]));
      }
      case Binary op -> {
        int[] x = elements(node, 0);
        int[] y = elements(node, 1);
        yield fill(type, i -> arithmetic.binary(op, type.dtype(), x[i], y[i]));
      }
      case Comparison op -> {
        int[] x = elements(node, 0);
        int[] y = elements(node, 1);
        yield fill(type, i -> arithmetic.compare(op, x[i], y[i]));
      }
      case Elementwise op -> lower(op, node);
      case Movement op -> lower(op, node);
      case Reduction op -> lower(op, node);
      case DotGeneral op -> dot(op, node);
      case RandomBits _ -> {
        int[] key = elements(node, 0);
        ScalarType kind = ScalarType.of(type.dtype());
        yield fill(
            type,
            i -> code.call(ScalarMethods.random(kind), kind, key[0], key[1], code.constant(i)));
      }
      case Convolution _, Windowed _, Indexing _ ->
          throw new IllegalArgumentException("[" + node.op().mnemonic() + "] has no scalar form");
    };
  }

  private int[] lower(Elementwise op, Node node) {
    TensorType type = node.result().type();
    return switch (op) {
      case Elementwise.Polygamma polygamma -> {
        int[] x = elements(node, 0);
        yield fill(type, i -> arithmetic.polygamma(polygamma.order(), type.dtype(), x[i]));
      }
      case Elementwise.Select _ -> {
        int[] condition = elements(node, 0);
        int[] onTrue = elements(node, 1);
        int[] onFalse = elements(node, 2);
        yield fill(type, i -> arithmetic.select(condition[i], onTrue[i], onFalse[i]));
      }
      case Elementwise.Clamp _ -> {
        int[] low = elements(node, 0);
        int[] x = elements(node, 1);
        int[] high = elements(node, 2);
        DType dtype = type.dtype();
        yield fill(
            type,
            i ->
                arithmetic.binary(
                    Binary.MIN,
                    dtype,
                    arithmetic.binary(Binary.MAX, dtype, x[i], low[i]),
                    high[i]));
      }
      case Elementwise.Convert _ -> {
        int[] x = elements(node, 0);
        DType from = node.operand(0).dtype();
        yield fill(type, i -> arithmetic.convert(from, type.dtype(), x[i]));
      }
      case Elementwise.Iota _ -> constant(Interpreter.apply(op, List.of()).getFirst());
      case Elementwise.Constant constant -> constant(constant.value());
    };
  }

  private int[] constant(Literal literal) {
    return fill(literal.type(), i -> arithmetic.constant(literal, i));
  }

  private int[] lower(Movement op, Node node) {
    return switch (op) {
      case Movement.BroadcastInDim _,
          Movement.Reshape _,
          Movement.Transpose _,
          Movement.Slice _,
          Movement.Pad _,
          Movement.Concat _,
          Movement.Reverse _ ->
          move(op, node.operands());
      case Movement.DynamicSlice slice ->
          windows.slice(elements(node, 0), node.operand(0).shape(), slice.sizes(), starts(node, 1));
      case Movement.DynamicUpdateSlice _ ->
          windows.update(
              elements(node, 0),
              node.operand(0).shape(),
              elements(node, 1),
              node.operand(1).shape(),
              starts(node, 2));
    };
  }

  private int[] starts(Node node, int firstOperand) {
    return node.operands().stream().skip(firstOperand).mapToInt(v -> elements(v)[0]).toArray();
  }

  private int[] move(Movement op, List<Value> operands) {
    return ScalarWindows.apply(
        op, operands.stream().map(v -> ScalarWindows.numbers(v.shape(), elements(v))).toList());
  }

  /** The elements of a value with its axes in another order. */
  private int[] transposed(Value value, Ints order) {
    return order.isIdentity()
        ? elements(value)
        : move(new Movement.Transpose(order), List.of(value));
  }

  private int[] lower(Reduction op, Node node) {
    Value x = node.operand(0);
    Ints axes =
        switch (op) {
          case Reduction.Reduce reduce -> reduce.axes();
          case Reduction.ArgReduce arg -> Ints.of(arg.axis());
        };
    int[] steps = transposed(x, axes.complement(x.type().rank()).concat(axes));
    int length = Math.toIntExact(x.shape().select(axes).size());
    TensorType type = node.result().type();
    return switch (op) {
      case Reduction.Reduce reduce ->
          fill(type, i -> reduce(reduce.kind(), type.dtype(), steps, i * length, length));
      case Reduction.ArgReduce arg -> fill(type, i -> argReduce(arg, steps, i * length, length));
    };
  }

  private int reduce(Reduction.Kind kind, DType dtype, int[] steps, int from, int length) {
    if (length == 0) {
      TensorType none = TensorType.of(dtype, 0);
      Reduction.Reduce op = new Reduction.Reduce(kind, Ints.of(0));
      Literal empty = dtype.isFloating() ? Literal.ofReals(none) : Literal.ofIntegers(none);
      return arithmetic.constant(Interpreter.apply(op, List.of(empty)).getFirst(), 0);
    }
    boolean wide =
        dtype.isFloating() && (kind == Reduction.Kind.SUM || kind == Reduction.Kind.PROD);
    if (!wide || length == 1) {
      int result = steps[from];
      for (int k = 1; k < length; k++) {
        result = arithmetic.binary(combination(kind), dtype, result, steps[from + k]);
      }
      return result;
    }
    Arithmetic combination = kind == Reduction.Kind.SUM ? Arithmetic.ADD : Arithmetic.MUL;
    int result = code.cast(steps[from], ScalarType.DOUBLE);
    for (int k = 1; k < length; k++) {
      result = code.apply(combination, result, code.cast(steps[from + k], ScalarType.DOUBLE));
    }
    return arithmetic.round(result, dtype);
  }

  private static Binary combination(Reduction.Kind kind) {
    return switch (kind) {
      case SUM -> Binary.ADD;
      case PROD -> Binary.MUL;
      case MAX -> Binary.MAX;
      case MIN -> Binary.MIN;
      case AND -> Binary.AND;
      case OR -> Binary.OR;
    };
  }

  private int argReduce(Reduction.ArgReduce op, int[] steps, int from, int length) {
    String test =
        switch (op.extreme()) {
          case MAX -> "isAbove";
          case MIN -> "isBelow";
        };
    int best = steps[from];
    int index = index(op, 0);
    for (int k = 1; k < length; k++) {
      int beats = arithmetic.test(test, steps[from + k], best);
      best = arithmetic.select(beats, steps[from + k], best);
      index = arithmetic.select(beats, index(op, k), index);
    }
    return index;
  }

  private int index(Reduction.ArgReduce op, int k) {
    return op.indexType() == DType.I64 ? code.constant((long) k) : code.constant(k);
  }

  private int[] dot(DotGeneral op, Node node) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    TensorType type = node.result().type();
    int batch = Math.toIntExact(left.shape().select(op.leftBatch()).size());
    int length = Math.toIntExact(left.shape().select(op.leftContract()).size());
    int[] x = contractLast(left, op.leftBatch(), op.leftContract());
    int[] y = contractLast(right, op.rightBatch(), op.rightContract());
    int rows = freeSize(left, op.leftBatch(), op.leftContract());
    int columns = freeSize(right, op.rightBatch(), op.rightContract());
    int[] result = new int[Math.toIntExact(type.size())];
    int next = 0;
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int xFrom = (b * rows + i) * length;
          int yFrom = (b * columns + j) * length;
          result[next++] = dot(type.dtype(), x, xFrom, y, yFrom, length);
        }
      }
    }
    return result;
  }

  private static int freeSize(Value value, Ints batch, Ints contract) {
    return Math.toIntExact(value.shape().without(batch.concat(contract)).size());
  }

  /** The elements with the batch axes first and the contracted axes last. */
  private int[] contractLast(Value value, Ints batch, Ints contract) {
    Ints free = contract.concat(batch).complement(value.type().rank());
    return transposed(value, batch.concat(free).concat(contract));
  }

  private int dot(DType dtype, int[] x, int xFrom, int[] y, int yFrom, int length) {
    // As the interpreter, from zero: the product of -0 and 1 alone gives +0.
    ScalarType type = dtype.isFloating() ? ScalarType.DOUBLE : ScalarType.of(dtype);
    int sum =
        switch (type) {
          case INT -> code.constant(0);
          case LONG -> code.constant(0L);
          case FLOAT, DOUBLE -> code.constant(0.0);
        };
    for (int k = 0; k < length; k++) {
      int product =
          code.apply(Arithmetic.MUL, code.cast(x[xFrom + k], type), code.cast(y[yFrom + k], type));
      sum = code.apply(Arithmetic.ADD, sum, product);
    }
    return dtype.isFloating() ? arithmetic.round(sum, dtype) : sum;
  }
}
