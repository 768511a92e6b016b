package dev.lanewise.graph.compile;

import static dev.lanewise.graph.compile.InterpretedLoop.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopGeometry.Layout;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ResultGeometry}: which loops walk the result of a product, and how. */
class ResultGeometryTest {
  private static final LoopBody ADD = body(Level.LANES, new Store(2));

  private static LoopBody body(Level other, LoopBody.Output... outputs) {
    return new LoopBody(
        List.of(input(DType.F32, Level.LANES), input(DType.F32, other)),
        List.of(new Compute(Binary.ADD, Ints.of(0, 1), DType.F32)),
        List.of(outputs));
  }

  private static Product product(int batch, int m, int n) {
    MatrixView left = new MatrixView(false, 4, 4L * m);
    return new Product(DType.F32, batch, m, n, 4, left, new MatrixView(false, n, 4L * n));
  }

  private static Layout layout(Long... strides) {
    return new Layout(0, List.of(strides));
  }

  private static LoopGeometry geometry(List<Long> outer, long inner, Layout... layouts) {
    return new LoopGeometry(outer, inner, List.of(layouts));
  }

  @Test
  void mergedAxesAreCut() {
    LoopGeometry flat = geometry(List.of(), 6 * 35, layout(), layout(), layout());
    assertThat(ResultGeometry.of(flat, ADD, product(1, 6, 35), 0))
        .isEqualTo(geometry(List.of(1L, 6L), 35, dense(0, 35), dense(0, 35), dense(0, 35)));
    assertThat(ResultGeometry.of(flat, ADD, product(3, 2, 35), 0))
        .isEqualTo(geometry(List.of(3L, 2L), 35, dense(70, 35), dense(70, 35), dense(70, 35)));
    assertThat(ResultGeometry.of(flat, ADD, product(1, 6, 36), 0)).isNull();
    assertThat(ResultGeometry.of(flat, ADD, product(1, 7, 35), 0)).isNull();
    // Rows of all products as one axis, the other operand repeated along it.
    LoopGeometry bias = geometry(List.of(6L), 35, layout(35L), layout(0L), layout(35L));
    assertThat(ResultGeometry.of(bias, ADD, product(2, 3, 35), 0))
        .isEqualTo(geometry(List.of(2L, 3L), 35, dense(105, 35), dense(0, 0), dense(105, 35)));
    // One element for each row stays that when rows are cut.
    LoopGeometry scalar = geometry(List.of(2L), 15, layout(15L), layout(1L), layout(15L));
    assertThat(ResultGeometry.of(scalar, body(Level.ROW, new Store(2)), product(2, 3, 5), 0))
        .isEqualTo(geometry(List.of(2L, 3L), 5, dense(15, 5), dense(1, 0), dense(15, 5)));
  }

  private static Layout dense(long batch, long row) {
    return layout(batch, row);
  }

  @Test
  void axesThatAreWalkedAsOneAreMerged() {
    // [2, 3] products of [5, 7], with an operand that has no gaps either.
    LoopGeometry four =
        geometry(
            List.of(2L, 3L, 5L),
            7,
            layout(105L, 35L, 7L),
            layout(105L, 35L, 7L),
            layout(105L, 35L, 7L));
    assertThat(ResultGeometry.of(four, ADD, product(6, 5, 7), 0))
        .isEqualTo(geometry(List.of(6L, 5L), 7, dense(35, 7), dense(35, 7), dense(35, 7)));
    assertThat(ResultGeometry.of(four, ADD, product(2, 3, 35), 0))
        .isEqualTo(geometry(List.of(2L, 3L), 35, dense(105, 35), dense(105, 35), dense(105, 35)));
    LoopGeometry repeated =
        geometry(
            List.of(2L, 3L, 5L),
            7,
            layout(105L, 35L, 7L),
            layout(35L, 0L, 7L),
            layout(105L, 35L, 7L));
    assertThat(ResultGeometry.of(repeated, ADD, product(6, 5, 7), 0)).isNull();
    LoopGeometry singles =
        geometry(
            List.of(1L, 6L, 1L), 35, layout(9L, 35L, 9L), layout(0L, 35L, 4L), layout(0L, 35L, 0L));
    assertThat(ResultGeometry.of(singles, ADD, product(1, 6, 35), 0))
        .isEqualTo(geometry(List.of(1L, 6L), 35, dense(0, 35), dense(0, 35), dense(0, 35)));
  }

  @Test
  void theResultMustBeWalkedAsItLies() {
    LoopGeometry turned =
        geometry(List.of(3L, 2L), 7, layout(7L, 21L), layout(14L, 7L), layout(14L, 7L));
    assertThat(ResultGeometry.of(turned, ADD, product(2, 3, 7), 0)).isNull();
    assertThat(ResultGeometry.of(turned, ADD, product(3, 2, 7), 0)).isNull();
    LoopGeometry shifted =
        geometry(List.of(3L), 7, new Layout(7, List.of(7L)), layout(7L), layout(7L));
    assertThat(ResultGeometry.of(shifted, ADD, product(1, 3, 7), 0)).isNull();
  }

  @Test
  void whatIsCombinedMustBeInOneTile() {
    LoopBody folds =
        new LoopBody(
            List.of(input(DType.F32, Level.LANES), input(DType.F32, Level.LANES)),
            List.of(new Fold(Reduction.Kind.SUM, 0, DType.F32)),
            List.of(new Store(2)));
    LoopGeometry rows = geometry(List.of(6L), 35, layout(35L), layout(35L), layout(35L));
    assertThat(ResultGeometry.of(rows, folds, product(2, 3, 35), 0)).isNotNull();
    assertThat(ResultGeometry.of(rows, folds, product(1, 6 * 5, 7), 0)).isNull();
    LoopBody columns = body(Level.LANES, new FoldRows(Reduction.Kind.SUM, 2));
    LoopGeometry over = geometry(List.of(6L), 35, layout(35L), layout(35L), layout(0L));
    assertThat(ResultGeometry.of(over, columns, product(1, 6, 35), 0)).isNotNull();
    assertThat(ResultGeometry.of(over, columns, product(2, 3, 35), 0)).isNull();
    assertThat(ResultGeometry.of(over, columns, product(1, 30, 7), 0)).isNull();
  }
}
