package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds that {@link VectorFunction} states. */
class VectorFunctionTest {
  /**
   * The F64 functions against values of 70 digits, at random arguments of every size and at the
   * hard ones: where the method changes, multiples of pi/2, subnormal arguments and results.
   */
  @ParameterizedTest
  @EnumSource(names = "SQRT", mode = EnumSource.Mode.EXCLUDE)
  void doublesAreWithinTheirBound(VectorFunction function) {
    List<ReferenceTable.Row> rows = rows(function);
    assertThat(rows).hasSizeGreaterThan(100);
    int n = rows.size();
    try (Arena arena = Arena.ofConfined()) {
      var x = new ElementwiseElements(arena, ElementType.F64, n, 0);
      var y = new ElementwiseElements(arena, ElementType.F64, n, 0);
      var out = new ElementwiseElements(arena, ElementType.F64, n, 0);
      for (int i = 0; i < n; i++) {
        x.set(i, rows.get(i).x());
        y.set(i, rows.get(i).y());
      }
      UnaryOperation unary = function.unary();
      BinaryOperation binary = function.binary();
      if (unary != null) {
        Elementwise.unary(unary, ElementType.F64).apply(x.memory, 0, out.memory, 0, n);
      } else if (binary != null) {
        Elementwise.binary(binary, ElementType.F64)
            .apply(x.memory, 0, 1, y.memory, 0, 1, out.memory, 0, n);
      }
      for (int i = 0; i < n; i++) {
        assertThat(rows.get(i).ulps(out.get(i)))
            .as("%s(%s, %s) is %s", function, x.get(i), y.get(i), out.get(i))
            .isLessThanOrEqualTo(function.ulps(ElementType.F64));
      }
    }
  }

  @Test
  void squareRootsAreCorrectlyRounded() {
    var random = new SplittableRandom(17);
    for (int i = 0; i < 10_000; i++) {
      double x = Math.scalb(random.nextDouble(1, 2), random.nextInt(-1070, 1024));
      DoubleVector y = VectorMath.sqrt(DoubleVector.broadcast(DoubleVector.SPECIES_128, x));
      assertThat(y.lane(1)).isEqualTo(StrictMath.sqrt(x));
    }
  }

  private static List<ReferenceTable.Row> rows(VectorFunction function) {
    List<ReferenceTable.Row> rows = new ArrayList<>();
    Stream.of("functions.f64.tsv.gz", "hard.f64.tsv.gz")
        .flatMap(file -> ReferenceTable.read(file).stream())
        .filter(row -> row.function().equals(function.label()))
        // Held to another unit, or where the value is so close to a zero that no bound is stated.
        .filter(row -> function != VectorFunction.DIGAMMA || row.x() > 0)
        .filter(row -> function != VectorFunction.DIGAMMA || Math.abs(row.value()) > 0x1p-10)
        .forEach(rows::add);
    return rows;
  }

  @Test
  void labelsAreTheNamesOfMethods() {
    for (VectorFunction function : VectorFunction.values()) {
      assertThat(Stream.of(VectorMath.class.getMethods()).map(method -> method.getName()))
          .contains(function.label());
      assertThat(function.unary() == null).isNotEqualTo(function.binary() == null);
      assertThat(function.low()).isLessThan(function.high());
    }
    assertThat(VectorFunction.ERF_INV.label()).isEqualTo("erfInv");
    assertThat(VectorFunction.LOG1P.label()).isEqualTo("log1p");
  }

  @Test
  void integersHaveNoBound() {
    assertThatThrownBy(() -> VectorFunction.SIN.ulps(ElementType.I32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[sin] no bound for I32");
  }
}
