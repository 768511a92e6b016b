package dev.lanewise.graph.optimize;

import static dev.lanewise.graph.optimize.Rewrites.assertKept;
import static dev.lanewise.graph.optimize.Rewrites.assertOptimised;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Reduction.Kind;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimplifyReductionTest {

  private static Value x(GraphBuilder b, DType dtype, int... extents) {
    return b.parameter(TensorType.of(dtype, extents));
  }

  private static Value reduce(GraphBuilder b, Kind kind, Value x, int... axes) {
    return b.add(new Reduction.Reduce(kind, Ints.of(axes)), x);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void overNoAxesOrSingleElements(Kind kind) {
    DType dtype = kind.accepts(DType.F32) ? DType.F32 : DType.I32;
    assertOptimised(b -> reduce(b, kind, x(b, dtype, 3)), "p0");
    assertOptimised(b -> reduce(b, kind, x(b, dtype, 3, 1), 1), "reshape(p0; shape=[3])");
    assertOptimised(
        b -> reduce(b, kind, x(b, dtype, 3, 1, 4), 1, 2),
        "reduce%s(reshape(p0; shape=[3, 4]); axes=[1])".formatted(title(kind)));
  }

  private static String title(Kind kind) {
    return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM, F32, 0.0[2]",
    "PROD, F64, 1.0[2]",
    "MAX, BF16, -Infinity[2]",
    "MIN, F32, Infinity[2]",
    "MAX, I32, -2147483648[2]",
    "MIN, I64, 9223372036854775807[2]",
    "AND, I32, -1[2]",
    "AND, BOOL, true[2]",
    "OR, BOOL, false[2]"
  })
  void overNothing(Kind kind, DType dtype, String expected) {
    assertOptimised(b -> reduce(b, kind, x(b, dtype, 0, 2), 0), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, F32, Max",
    "MIN, BF16, Min",
    "SUM, I32, Sum",
    "PROD, I64, Prod",
    "OR, BOOL, Or"
  })
  void twiceWhereGroupingDoesNotMatter(Kind kind, DType dtype, String name) {
    assertOptimised(
        b -> reduce(b, kind, reduce(b, kind, x(b, dtype, 2, 3, 4, 5), 1), 0, 2),
        "reduce" + name + "(p0; axes=[0, 1, 3])");
  }

  @Test
  void sumsOfFloatsAreNotRegrouped() {
    assertKept(b -> reduce(b, Kind.SUM, reduce(b, Kind.SUM, x(b, DType.F32, 2, 3), 1), 0));
    assertKept(b -> reduce(b, Kind.PROD, reduce(b, Kind.PROD, x(b, DType.F32, 2, 3), 1), 0));
  }

  @Test
  void aSharedInnerReductionIsUsed() {
    assertKept(
        b -> {
          Value inner = reduce(b, Kind.MAX, x(b, DType.F32, 2, 3), 1);
          Value outer = reduce(b, Kind.MAX, inner, 0);
          return b.sub(inner, b.broadcast(outer, inner.shape(), Ints.of()));
        });
  }

  @Test
  void ofRepetitions() {
    assertOptimised(
        b -> reduce(b, Kind.MAX, b.broadcast(x(b, DType.F32, 3), shape(4, 3), Ints.of(1)), 0),
        "p0");
    assertOptimised(
        b -> reduce(b, Kind.MIN, b.broadcast(x(b, DType.F32, 3), shape(4, 3, 2), Ints.of(1)), 0, 1),
        "broadcastInDim(reduceMin(p0; axes=[0]); shape=[2], axes=[])");
    assertOptimised(
        b -> reduce(b, Kind.SUM, b.broadcast(x(b, DType.I32, 3), shape(4, 3), Ints.of(1)), 0),
        "mul(p0, 4[3])");
    assertKept(
        b -> reduce(b, Kind.SUM, b.broadcast(x(b, DType.F32, 3), shape(4, 3), Ints.of(1)), 0));
  }

  private static Shape shape(int... extents) {
    return Shape.of(extents);
  }

  @Test
  void sumsOfEqualElementsWhereNoneIsRounded() {
    assertOptimised(
        b -> reduce(b, Kind.SUM, b.full(TensorType.of(DType.F32, 1000), 0.1f), 0), "100.0");
    assertOptimised(
        b -> reduce(b, Kind.SUM, b.full(TensorType.of(DType.F64, 500, 3), 0.5), 0), "250.0[3]");
    assertOptimised(
        b -> reduce(b, Kind.SUM, b.full(TensorType.of(DType.I32, 3, 2), 5), 0), "15[2]");
    assertKept(b -> reduce(b, Kind.SUM, b.full(TensorType.of(DType.F64, 2000), 0.1), 0));
  }

  @Test
  void positionsOfExtremesAmongEquals() {
    Reduction argMax = new Reduction.ArgReduce(Reduction.Extreme.MAX, 1, DType.I64);
    assertOptimised(b -> b.add(argMax, x(b, DType.F32, 3, 1)), "0[3]");
    assertOptimised(b -> b.add(argMax, b.full(TensorType.of(DType.F32, 3, 4), 7)), "0[3]");
  }

  // Products.

  private static final DotGeneral MATMUL = DotGeneral.matmul();

  private static Value transpose(GraphBuilder b, Value x, int... permutation) {
    return b.add(new Movement.Transpose(Ints.of(permutation)), x);
  }

  @Test
  void productsReadTransposedOperandsAsTheyLie() {
    assertOptimised(
        b -> b.add(MATMUL, transpose(b, x(b, DType.F32, 3, 2), 1, 0), x(b, DType.F32, 3, 4)),
        "dotGeneral(p0, p1; contract=[0]x[0])");
    assertOptimised(
        b -> b.add(MATMUL, x(b, DType.F32, 2, 3), transpose(b, x(b, DType.F32, 4, 3), 1, 0)),
        "dotGeneral(p0, p1; contract=[1]x[1])");
    assertOptimised(
        b -> {
          DotGeneral batched = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
          Value left = transpose(b, x(b, DType.F32, 3, 5, 2), 1, 2, 0);
          return b.add(batched, left, x(b, DType.F32, 5, 3, 4));
        },
        "dotGeneral(p0, p1; contract=[0]x[1], batch=[1]x[0])");
  }

  @Test
  void axesThatChangeTheirOrderInTheResultAreTransposedFirst() {
    assertKept(
        b ->
            b.add(
                new DotGeneral(Ints.of(2), Ints.of(0), Ints.of(), Ints.of()),
                transpose(b, x(b, DType.F32, 3, 5, 2), 1, 0, 2),
                x(b, DType.F32, 2, 4)));
  }

  @Test
  void transposedProductsExchangeTheirOperands() {
    assertOptimised(
        b -> transpose(b, b.add(MATMUL, x(b, DType.F32, 2, 3), x(b, DType.F32, 3, 4)), 1, 0),
        "dotGeneral(p1, p0; contract=[0]x[1])");
    assertKept(
        b -> {
          DotGeneral batched = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
          Value product = b.add(batched, x(b, DType.F32, 5, 2, 3), x(b, DType.F32, 5, 3, 4));
          return transpose(b, product, 1, 0, 2);
        });
  }

  @Test
  void productsOverNothingAreZero() {
    assertOptimised(b -> b.add(MATMUL, x(b, DType.F32, 2, 0), x(b, DType.F32, 0, 4)), "0.0[2, 4]");
  }
}
