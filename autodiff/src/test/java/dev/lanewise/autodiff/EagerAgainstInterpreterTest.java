package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What runs at once on compiled kernels against the same operations in the reference interpreter.
 */
class EagerAgainstInterpreterTest {
  private static final List<DType> FLOATING = List.of(DType.F32, DType.F64);
  private static final List<DType> NUMERIC = List.of(DType.F32, DType.F64, DType.I32, DType.I64);

  private static Arguments row(
      String name, List<DType> dtypes, Fn<List<Tensor>, Tensor> function, int[]... shapes) {
    return Arguments.of(name, dtypes, function, List.of(shapes));
  }

  private static int[] shape(int... extents) {
    return extents;
  }

  static Stream<Arguments> operations() {
    int[] matrix = shape(5, 17);
    int[] row = shape(17);
    int[] column = shape(5, 1);
    int[] cube = shape(3, 4, 9);
    return Stream.of(
        row("add", NUMERIC, x -> x.get(0).add(x.get(1)), matrix, row),
        row("sub", NUMERIC, x -> x.get(0).sub(x.get(1)), column, row),
        row("mul by a scalar", NUMERIC, x -> x.get(0).mul(3), cube),
        row("div", FLOATING, x -> x.get(0).div(x.get(1)), matrix, column),
        row("maximum", NUMERIC, x -> x.get(0).maximum(x.get(1)), matrix, shape()),
        row("where", NUMERIC, x -> Tensor.where(x.get(0).lt(x.get(1)), x.get(1), 1), matrix, row),
        row("clamp", NUMERIC, x -> x.get(0).clamp(-1, 1), cube),
        row("gelu", FLOATING, x -> x.get(0).gelu(), cube),
        row("softplus", FLOATING, x -> x.get(0).softplus(), cube),
        row("softmax", FLOATING, x -> x.get(0).softmax(1), matrix),
        row("logSumExp", FLOATING, x -> x.get(0).logSumExp(0, 2), cube),
        row("std", FLOATING, x -> x.get(0).std(1), cube),
        row("sum", NUMERIC, x -> x.get(0).sum(1), cube),
        row("prod", FLOATING, x -> x.get(0).prod(0, 2), cube),
        row("argmax", NUMERIC, x -> x.get(0).argmax(1), cube),
        row("matmul", FLOATING, x -> x.get(0).matmul(x.get(1)), matrix, shape(17, 6)),
        row("batched matmul", FLOATING, x -> x.get(0).matmul(x.get(1)), cube, shape(1, 9, 2)),
        row(
            "einsum",
            FLOATING,
            x -> Tensor.einsum("abc,dc->bd", x.get(0), x.get(1)),
            cube,
            shape(6, 9)),
        row("transposed sum", NUMERIC, x -> x.get(0).transpose().add(x.get(0).transpose()), cube),
        row("slices", NUMERIC, x -> x.get(0).slice(2, 1, 8, 3).flip(0).roll(1, 1), cube),
        row("pad", NUMERIC, x -> x.get(0).pad(shape(1, -1), shape(0, 2), shape(2, 0), 7), matrix),
        row("tile", NUMERIC, x -> x.get(0).tile(2, 3).repeat(2, 0), matrix),
        row("concat", NUMERIC, x -> Tensor.concat(1, x.get(0), x.get(1)), matrix, column),
        row("take", NUMERIC, x -> x.get(0).take(Tensor.of(2, 0, 1, 1), 1), cube),
        row(
            "takeAlongAxis",
            NUMERIC,
            x -> x.get(0).takeAlongAxis(x.get(0).argmax(2).unsqueeze(2), 2),
            cube),
        row("scatter", NUMERIC, x -> x.get(0).at(Tensor.of(1, 1, 4)).add(x.get(1)), matrix, row),
        row("tril", NUMERIC, x -> x.get(0).tril(-1), cube),
        row("cast", NUMERIC, x -> x.get(0).cast(DType.F64).mul(0.5), cube),
        row("mixed", NUMERIC, x -> x.get(0).add(x.get(1).cast(DType.F64)), matrix, row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void agree(
      String name, List<DType> dtypes, Fn<List<Tensor>, Tensor> function, List<int[]> shapes) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (DType dtype : dtypes) {
      List<Tensor> operands =
          shapes.stream().map(extents -> Samples.any(random, dtype, extents)).toList();
      Samples.assertClose(
          function.apply(operands),
          Samples.interpreted(function, operands),
          dtype == DType.F32 ? 1e-5 : 1e-13,
          name + " of " + dtype);
    }
  }
}
