package dev.lanewise.graph.compile;

import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every elementwise operation at the sizes where loops go wrong, its operands contiguous, fed by a
 * transposition or by a strided slice, or one element for all; against the interpreter.
 */
class ElementwiseKernelsTest {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
  private static final int[] SIZES = {0, 1, 2, 3, LANES - 1, LANES, LANES + 1, 1_000, 4_097};

  private static final CompileOptions AS_IT_IS =
      CompileOptions.defaults().withOptimize(false).withScalars(false);

  /** How an operand reaches the kernel. */
  private enum Layout {
    CONTIGUOUS,
    TRANSPOSED,
    SLICED,
    ONE_FOR_ALL
  }

  static List<OpTable.Row> rows() {
    return OpTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void agreesWithTheInterpreterAtEverySizeAndLayout(OpTable.Row row) {
    for (DType dtype : row.dtypes()) {
      for (Layout layout : Layout.values()) {
        for (int size : SIZES) {
          check(row, dtype, layout, size);
        }
      }
    }
  }

  private static void check(OpTable.Row row, DType dtype, Layout layout, int size) {
    String where = row.op().mnemonic() + " of " + size + " " + dtype + " " + layout;
    SplittableRandom random = new SplittableRandom(where.hashCode());
    int arity = arity(row.op());
    GraphBuilder b = new GraphBuilder();
    List<Literal> arguments = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      DType type = row.op() instanceof Elementwise.Select && i == 0 ? DType.BOOL : dtype;
      // With several operands, one stays contiguous.
      Layout own = arity > 1 && i == size % arity ? Layout.CONTIGUOUS : layout;
      Value parameter = b.parameter(new TensorType(type, given(own, size)));
      arguments.add(literal(random, parameter.type(), row.domain(i)));
      operands.add(laidOut(b, parameter, own, size));
    }
    List<Value> results = new ArrayList<>(operands);
    results.add(b.add(row.op(), operands).getFirst());
    List<Literal> values = run(b.build(where, results), arguments);
    Agreement.check(where, row.op(), values.subList(0, arity), values.getLast());
  }

  private static int arity(Op op) {
    return switch (op) {
      case Unary _, Elementwise.Convert _, Elementwise.Polygamma _ -> 1;
      case Elementwise.Select _, Elementwise.Clamp _ -> 3;
      case Comparison _ -> 2;
      default -> 2;
    };
  }

  private static Shape given(Layout layout, int size) {
    return switch (layout) {
      case CONTIGUOUS -> Shape.of(size);
      case TRANSPOSED -> Shape.of(columns(size), size / columns(size));
      case SLICED -> Shape.of(3 * size + 2);
      case ONE_FOR_ALL -> Shape.scalar();
    };
  }

  /** A divisor near the middle: 4,097 = 17 * 241. */
  private static int columns(int size) {
    for (int divisor : new int[] {17, 25, 3}) {
      if (size % divisor == 0 && size > 0) {
        return divisor;
      }
    }
    return 1;
  }

  private static Value laidOut(GraphBuilder b, Value x, Layout layout, int size) {
    return switch (layout) {
      case CONTIGUOUS -> x;
      case TRANSPOSED -> b.reshape(b.add(new Movement.Transpose(Ints.of(1, 0)), x), Shape.of(size));
      case SLICED -> b.add(new Movement.Slice(Ints.of(1), Ints.of(3 * size + 1), Ints.of(3)), x);
      case ONE_FOR_ALL -> b.broadcast(x, Shape.of(size), Ints.of());
    };
  }

  private static Literal literal(SplittableRandom random, TensorType type, OpTable.Domain domain) {
    Literal extreme = RandomLiterals.next(random, type, RandomLiterals.Values.EXTREME);
    if (!type.dtype().isFloating()) {
      return extreme;
    }
    double[] values = new double[extreme.size()];
    for (int i = 0; i < values.length; i++) {
      boolean special = random.nextInt(8) == 0;
      values[i] = special ? extreme.real(i) : random.nextDouble(domain.low(), domain.high());
    }
    return Literal.ofReals(type, values);
  }

  private static List<Literal> run(Graph graph, List<Literal> arguments) {
    try (Scope _ = Scope.open()) {
      List<Array> results =
          Executable.compile(graph, AS_IT_IS).run(arguments.stream().map(Array::of).toList());
      return results.stream().map(Array::toLiteral).toList();
    }
  }
}
