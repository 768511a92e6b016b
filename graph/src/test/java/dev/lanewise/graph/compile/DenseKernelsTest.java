package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/**
 * Everything but elementwise operations at the sizes where loops go wrong, on contiguous and on
 * strided data; against the interpreter.
 */
class DenseKernelsTest {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int[] SIZES = {0, 1, 2, 3, LANES - 1, LANES, LANES + 1, 1_000, 4_097};
  private static final Ints NONE = Ints.of();

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void reductions() {
    for (DType dtype : DType.values()) {
      for (Reduction.Kind kind : Reduction.Kind.values()) {
        if (kind.accepts(dtype)) {
          for (int size : SIZES) {
            check(new Reduction.Reduce(kind, Ints.of(0)), any(dtype, size));
            check(new Reduction.Reduce(kind, Ints.of(1)), any(dtype, 3, size));
            check(new Reduction.Reduce(kind, Ints.of(0)), any(dtype, size, 5));
            check(new Reduction.Reduce(kind, Ints.of(0, 2)), any(dtype, 2, size, 3));
          }
        }
      }
    }
  }

  @Test
  void argReductions() {
    for (DType dtype : DType.values()) {
      for (Reduction.Extreme extreme : Reduction.Extreme.values()) {
        for (int size : SIZES) {
          if (dtype.isNumeric() && size > 0) {
            check(new Reduction.ArgReduce(extreme, 0, DType.I32), any(dtype, size));
            check(new Reduction.ArgReduce(extreme, 1, DType.I64), any(dtype, 3, size));
            check(new Reduction.ArgReduce(extreme, 0, DType.I32), any(dtype, size, 5));
          }
        }
      }
    }
  }

  @Test
  void movements() {
    for (DType dtype : DType.values()) {
      for (int n : SIZES) {
        check(new Movement.BroadcastInDim(Shape.of(n, 3), Ints.of(0)), any(dtype, n));
        check(new Movement.BroadcastInDim(Shape.of(3, n), Ints.of(1)), any(dtype, n));
        check(new Movement.BroadcastInDim(Shape.of(n), NONE), any(dtype));
        check(new Movement.Reshape(Shape.of(n, 1, 2)), any(dtype, 2, n));
        check(new Movement.Transpose(Ints.of(1, 0)), any(dtype, n, 5));
        check(new Movement.Transpose(Ints.of(2, 0, 1)), any(dtype, 3, n, 2));
        check(slice(Ints.of(1, 0), Ints.of(3, n), Ints.of(1, 3)), any(dtype, 4, n));
        check(new Movement.Reverse(Ints.of(0)), any(dtype, n));
        check(new Movement.Reverse(Ints.of(0, 1)), any(dtype, 3, n));
        check(new Movement.Concat(1), any(dtype, 2, n), any(dtype, 2, 3), any(dtype, 2, n));
        check(new Movement.Concat(0), any(dtype, n), any(dtype, 1));
        check(new Movement.Pad(Ints.of(2), Ints.of(1), Ints.of(1)), any(dtype, n), any(dtype));
        check(
            new Movement.Pad(Ints.of(1, -1), Ints.of(0, 3), Ints.of(0, 2)),
            any(dtype, 2, n + 1),
            any(dtype));
        for (int start : new int[] {-5, 0, 1, n, Integer.MAX_VALUE}) {
          int size = n / 2;
          check(new Movement.DynamicSlice(Shape.of(2, size)), any(dtype, 3, n), at(1), at(start));
          check(
              new Movement.DynamicUpdateSlice(),
              any(dtype, 3, n),
              any(dtype, 2, size),
              at(start),
              at(start));
        }
      }
    }
  }

  private static Movement slice(Ints starts, Ints limits, Ints strides) {
    return new Movement.Slice(starts, limits, strides);
  }

  @Test
  void sources() {
    for (DType dtype : DType.values()) {
      for (int n : SIZES) {
        if (dtype.isNumeric() && n > 0) {
          check(new Elementwise.Iota(TensorType.of(dtype, n), 0));
          check(new Elementwise.Iota(TensorType.of(dtype, 2, n, 3), 1));
        }
        check(new Elementwise.Constant(any(dtype, n)));
      }
    }
    Literal key = Literal.ofIntegers(TensorType.of(DType.I32, 2), 17, -9);
    for (int n : SIZES) {
      check(new RandomBits(TensorType.of(DType.I32, n)), key);
      check(new RandomBits(TensorType.of(DType.I64, n, 2)), key);
    }
  }

  @Test
  void indexing() {
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), NONE, NONE, Ints.of(0));
    for (DType dtype : DType.values()) {
      for (int n : SIZES) {
        for (Indexing.OutOfBounds mode : Indexing.OutOfBounds.values()) {
          boolean inside = mode == Indexing.OutOfBounds.ERROR;
          Literal indices = indices(inside, 6, 9);
          check(new Indexing.Gather(rows, Ints.of(1, n), mode), any(dtype, 6, n), indices);
          if (dtype.isNumeric()) {
            check(
                new Indexing.ScatterAdd(rows, Ints.of(1, n), mode),
                any(dtype, 6, n),
                indices,
                any(dtype, 9, n));
          }
        }
      }
    }
  }

  private Literal indices(boolean inside, int rows, int count) {
    long[] values = new long[count];
    Arrays.setAll(values, _ -> inside ? random.nextInt(rows) : random.nextInt(-3, rows + 3));
    return Literal.ofIntegers(TensorType.of(DType.I32, count, 1), values);
  }

  @Test
  void products() {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I32, DType.I64, DType.BF16}) {
      for (int n : new int[] {0, 1, 2, 3, LANES - 1, LANES, LANES + 1, 100}) {
        product(dtype, matmul(1, 0), new int[] {5, n}, new int[] {n, 7});
        product(dtype, matmul(0, 0), new int[] {n, 5}, new int[] {n, 7});
        product(dtype, matmul(1, 1), new int[] {n, 5}, new int[] {7, 5});
        product(dtype, matmul(0, 1), new int[] {3, n}, new int[] {n, 3});
        product(dtype, matmul(0, 0), new int[] {n}, new int[] {n});
        product(dtype, matmul(1, 0), new int[] {n, 4}, new int[] {4});
        DotGeneral batched = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
        product(dtype, batched, new int[] {4, 3, n}, new int[] {4, n, 2});
        DotGeneral heads = new DotGeneral(Ints.of(2), Ints.of(2), Ints.of(1), Ints.of(1));
        product(dtype, heads, new int[] {n, 4, 5}, new int[] {3, 4, 5});
        DotGeneral texts = new DotGeneral(Ints.of(3), Ints.of(3), Ints.of(0, 2), Ints.of(0, 2));
        product(dtype, texts, new int[] {2, n, 3, 5}, new int[] {2, 4, 3, 5});
        DotGeneral values = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0, 1), Ints.of(0, 2));
        product(dtype, values, new int[] {3, 2, n, 4}, new int[] {3, n, 2, 5});
        DotGeneral crossed = new DotGeneral(Ints.of(2, 0), Ints.of(0, 2), NONE, NONE);
        product(dtype, crossed, new int[] {3, n, 2}, new int[] {2, 4, 3});
      }
    }
  }

  private static DotGeneral matmul(int left, int right) {
    return new DotGeneral(Ints.of(left), Ints.of(right), NONE, NONE);
  }

  private void product(DType dtype, DotGeneral dot, int[] left, int[] right) {
    check(dot, ordinary(dtype, left), ordinary(dtype, right));
  }

  private Literal any(DType dtype, int... extents) {
    return RandomLiterals.next(
        random, TensorType.of(dtype, extents), RandomLiterals.Values.EXTREME);
  }

  private Literal ordinary(DType dtype, int... extents) {
    return RandomLiterals.next(
        random, TensorType.of(dtype, extents), RandomLiterals.Values.ORDINARY);
  }

  private static Literal at(int start) {
    return Literal.scalar(DType.I32, start);
  }

  /** The operation on operands as they are, and on operands that a transposition has written. */
  private static void check(Op op, Literal... operands) {
    for (boolean strided : new boolean[] {false, true}) {
      for (MatrixProducts products : productsFor(op)) {
        GraphBuilder b = new GraphBuilder();
        List<Literal> given = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (Literal operand : operands) {
          boolean turned = strided && operand.type().rank() >= 2;
          given.add(turned ? turn(operand) : operand);
          Value parameter = b.parameter(given.getLast().type());
          values.add(turned ? turn(b, parameter) : parameter);
        }
        Value result = b.add(op, values).getFirst();
        String where = op + " " + products + (strided ? " strided" : "");
        CompileOptions options =
            CompileOptions.defaults().withOptimize(false).withScalars(false).withProducts(products);
        try (Scope _ = Scope.open()) {
          Executable executable =
              Executable.compile(b.build(op.mnemonic(), List.of(result)), options);
          Array actual = executable.run(given.stream().map(Array::of).toList()).getFirst();
          assertThat(actual.type()).as(where).isEqualTo(result.type());
          Agreement.check(where, op, List.of(operands), actual.toLiteral());
        }
      }
    }
  }

  private static List<MatrixProducts> productsFor(Op op) {
    return op instanceof DotGeneral
        ? List.of(MatrixProducts.JAVA, MatrixProducts.OPENBLAS)
        : List.of(MatrixProducts.AUTO);
  }

  /** The order of the axes reversed. */
  private static Movement.Transpose turned(int rank) {
    int[] permutation = new int[rank];
    Arrays.setAll(permutation, axis -> rank - 1 - axis);
    return new Movement.Transpose(Ints.of(permutation));
  }

  private static Literal turn(Literal literal) {
    return Interpreter.apply(turned(literal.type().rank()), List.of(literal)).getFirst();
  }

  private static Value turn(GraphBuilder b, Value value) {
    return b.add(turned(value.shape().rank()), value);
  }
}
