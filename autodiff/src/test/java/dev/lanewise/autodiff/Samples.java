package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Tensors for tests, and what they are compared by. */
final class Samples {
  private Samples() {}

  /** Uniform F64 between bounds. */
  static Tensor uniform(SplittableRandom random, double low, double high, int... extents) {
    int size = (int) Shape.of(extents).size();
    return Tensor.of(
        IntStream.range(0, size).mapToDouble(i -> random.nextDouble(low, high)).toArray(), extents);
  }

  /** Uniform of any type: floats between -2 and 2, integers between -5 and 5. */
  static Tensor any(SplittableRandom random, DType dtype, int... extents) {
    TensorType type = TensorType.of(dtype, extents);
    int size = (int) type.size();
    if (dtype.isFloating()) {
      return Tensor.from(
          Literal.ofReals(
              type, IntStream.range(0, size).mapToDouble(i -> random.nextDouble(-2, 2)).toArray()));
    }
    int bound = dtype == DType.BOOL ? 2 : 6;
    return Tensor.from(
        Literal.ofIntegers(
            type,
            LongStream.range(0, size)
                .map(
                    i ->
                        dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(bound * 2 - 1) - 5)
                .toArray()));
  }

  /** F64 from 0, 1, 2, ... in a shape. */
  static Tensor counting(int... extents) {
    int size = (int) Shape.of(extents).size();
    return Tensor.of(IntStream.range(0, size).asDoubleStream().toArray(), extents);
  }

  static void assertClose(Tensor actual, Tensor expected, double tolerance, String what) {
    assertThat(actual.type()).as(what).isEqualTo(expected.type());
    assertClose(
        actual.cast(DType.F64).toDoubles(), expected.cast(DType.F64).toDoubles(), tolerance, what);
  }

  /**
   * NaN equals NaN and infinities themselves; others differ by at most tolerance (1 + |expected|).
   */
  static void assertClose(double[] actual, double[] expected, double tolerance, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      boolean same =
          Double.compare(actual[i], expected[i]) == 0
              || Math.abs(actual[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i]));
      assertThat(same)
          .as("%s, element %d: %s, expected %s", what, i, actual[i], expected[i])
          .isTrue();
    }
  }

  /** Runs a function by the reference interpreter instead of the compiled kernels. */
  static Tensor interpreted(Fn<List<Tensor>, Tensor> function, List<Tensor> arguments) {
    Graph graph = Autodiff.trace(function, arguments);
    assertThat(graph.parameters()).as("captures nothing").hasSameSizeAs(arguments);
    List<Literal> literals = arguments.stream().map(Tensor::toLiteral).toList();
    return Tensor.from(Interpreter.run(graph, literals).getFirst());
  }
}
