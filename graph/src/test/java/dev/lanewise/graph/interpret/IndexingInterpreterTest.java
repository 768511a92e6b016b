package dev.lanewise.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.Indexing.WindowMap;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexingInterpreterTest {
  private static final Ints NONE = Ints.of();

  /** x[i, :] for every index i. */
  private static final WindowMap ROWS =
      new WindowMap(Ints.of(1), Ints.of(0), NONE, NONE, Ints.of(0));

  private static Literal apply(Op op, Literal... operands) {
    return Interpreter.apply(op, List.of(operands)).getFirst();
  }

  private static Literal of(long[] values, int... extents) {
    return Literal.ofIntegers(TensorType.of(DType.I32, extents), values);
  }

  private static long[] values(long... values) {
    return values;
  }

  private static Literal count(int... extents) {
    long size = TensorType.of(DType.I32, extents).size();
    return of(LongStream.range(0, size).toArray(), extents);
  }

  @ParameterizedTest
  @EnumSource(OutOfBounds.class)
  void rows(OutOfBounds mode) {
    Indexing gather = new Indexing.Gather(ROWS, Ints.of(1, 2), mode);
    assertThat(apply(gather, count(3, 2), of(values(2, 0, 2), 3, 1)))
        .isEqualTo(of(values(4, 5, 0, 1, 4, 5), 3, 2));
  }

  @Test
  void aRowOutOfRangeIsMovedInside() {
    Indexing gather = new Indexing.Gather(ROWS, Ints.of(1, 2), OutOfBounds.CLIP);
    assertThat(apply(gather, count(3, 2), of(values(-1, 3), 2, 1)))
        .isEqualTo(of(values(0, 1, 4, 5), 2, 2));
  }

  @Test
  void aRowOutOfRangeIsZeros() {
    Indexing gather = new Indexing.Gather(ROWS, Ints.of(1, 2), OutOfBounds.DROP);
    assertThat(apply(gather, count(3, 2), of(values(-1, 1, 3), 3, 1)))
        .isEqualTo(of(values(0, 0, 2, 3, 0, 0), 3, 2));
  }

  @Test
  void aRowOutOfRangeIsAnError() {
    Indexing gather = new Indexing.Gather(ROWS, Ints.of(1, 2), OutOfBounds.ERROR);
    assertThatThrownBy(() -> apply(gather, count(10, 2), of(values(1, 9, 0, 12), 4, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("[gather] index 12 at position 3 is out of range for axis 0 of size 10");
    Indexing scatter = new Indexing.ScatterAdd(ROWS, Ints.of(1, 2), OutOfBounds.ERROR);
    assertThatThrownBy(
            () -> apply(scatter, count(10, 2), of(values(-1), 1, 1), of(values(1, 1), 1, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("[scatterAdd] index -1 at position 0 is out of range for axis 0 of size 10");
  }

  @Test
  void aWindowThatSticksOutIsOutOfRange() {
    WindowMap map = new WindowMap(Ints.of(1), NONE, NONE, NONE, Ints.of(0));
    Literal indices = of(values(3), 1, 1);
    assertThatThrownBy(
            () -> apply(new Indexing.Gather(map, Ints.of(3), OutOfBounds.ERROR), count(5), indices))
        .hasMessage(
            "[gather] index 3 at position 0 is out of range for axis 0 of size 5"
                + " and a window of 3");
    assertThat(apply(new Indexing.Gather(map, Ints.of(3), OutOfBounds.CLIP), count(5), indices))
        .isEqualTo(of(values(2, 3, 4), 1, 3));
    assertThat(apply(new Indexing.Gather(map, Ints.of(3), OutOfBounds.DROP), count(5), indices))
        .isEqualTo(of(values(0, 0, 0), 1, 3));
  }

  @Test
  void hugeIndicesDoNotWrap() {
    Literal indices =
        Literal.ofIntegers(TensorType.of(DType.I64, 2, 1), (1L << 32) + 1, Long.MIN_VALUE);
    assertThat(
            apply(new Indexing.Gather(ROWS, Ints.of(1, 2), OutOfBounds.CLIP), count(3, 2), indices))
        .isEqualTo(of(values(4, 5, 0, 1), 2, 2));
  }

  @Test
  void indexVectorsAddressAxesInTheirOrder() {
    // x[i1, i0] for index vectors (i0, i1)
    WindowMap map = new WindowMap(NONE, Ints.of(0, 1), NONE, NONE, Ints.of(1, 0));
    assertThat(
            apply(
                new Indexing.Gather(map, Ints.of(1, 1), OutOfBounds.ERROR),
                count(2, 3),
                of(values(2, 0, 1, 1), 2, 2)))
        .isEqualTo(of(values(2, 4), 2));
  }

  @Test
  void batchAxesGoTogether() {
    // out[b, n] = x[b, i[b, n]], as take-along-axis does
    WindowMap map = new WindowMap(NONE, Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1));
    Indexing gather = new Indexing.Gather(map, Ints.of(1, 1), OutOfBounds.ERROR);
    Literal indices = of(values(2, 0, 1, 1), 2, 2, 1);
    assertThat(apply(gather, count(2, 3), indices)).isEqualTo(of(values(2, 0, 4, 4), 2, 2));
  }

  @Test
  void batchAxesOfTheIndicesMayStandElsewhere() {
    // out[n, b] = x[b, i[n, b]]
    WindowMap map = new WindowMap(NONE, Ints.of(1), Ints.of(0), Ints.of(1), Ints.of(1));
    Indexing gather = new Indexing.Gather(map, Ints.of(1, 1), OutOfBounds.ERROR);
    Literal indices = of(values(2, 0, 1, 1, 0, 2), 3, 2, 1);
    assertThat(apply(gather, count(2, 3), indices)).isEqualTo(of(values(2, 3, 1, 4, 0, 5), 3, 2));
  }

  @Test
  void offsetAxesMayComeFirst() {
    WindowMap map = new WindowMap(Ints.of(0), Ints.of(0), NONE, NONE, Ints.of(0));
    assertThat(
            apply(
                new Indexing.Gather(map, Ints.of(1, 2), OutOfBounds.ERROR),
                count(3, 2),
                of(values(2, 0, 1), 3, 1)))
        .isEqualTo(of(values(4, 0, 2, 5, 1, 3), 2, 3));
  }

  @Test
  void anAxisThatNoIndexAddressesStartsAtZero() {
    WindowMap map = new WindowMap(Ints.of(1, 2), NONE, NONE, NONE, NONE);
    assertThat(
            apply(
                new Indexing.Gather(map, Ints.of(1, 2), OutOfBounds.ERROR),
                count(2, 3),
                of(values(), 2, 0)))
        .isEqualTo(of(values(0, 1, 0, 1), 2, 1, 2));
  }

  @Test
  void noIndicesReadNothing() {
    assertThat(
            apply(
                new Indexing.Gather(ROWS, Ints.of(1, 2), OutOfBounds.ERROR),
                of(values(), 0, 2),
                of(values(), 0, 1)))
        .isEqualTo(of(values(), 0, 2));
  }

  @Test
  void emptyWindowsAreStillChecked() {
    Indexing gather = new Indexing.Gather(ROWS, Ints.of(1, 0), OutOfBounds.ERROR);
    assertThatThrownBy(() -> apply(gather, count(2, 2), of(values(2), 1, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  // Scatter.

  @Test
  void overlappingUpdatesAddUp() {
    Indexing scatter = new Indexing.ScatterAdd(ROWS, Ints.of(1, 2), OutOfBounds.ERROR);
    assertThat(
            apply(
                scatter,
                count(3, 2),
                of(values(2, 0, 2), 3, 1),
                of(values(10, 20, 30, 40, 100, 200), 3, 2)))
        .isEqualTo(of(values(30, 41, 2, 3, 114, 225), 3, 2));
  }

  @Test
  void updatesOutOfRangeAreLeftOutOrMoved() {
    Literal indices = of(values(5, -1), 2, 1);
    Literal updates = of(values(10, 20, 30, 40), 2, 2);
    assertThat(
            apply(
                new Indexing.ScatterAdd(ROWS, Ints.of(1, 2), OutOfBounds.DROP),
                count(2, 2),
                indices,
                updates))
        .isEqualTo(count(2, 2));
    assertThat(
            apply(
                new Indexing.ScatterAdd(ROWS, Ints.of(1, 2), OutOfBounds.CLIP),
                count(2, 2),
                indices,
                updates))
        .isEqualTo(of(values(30, 41, 12, 23), 2, 2));
  }

  @Test
  void scatteredF32IsRoundedAtTheEnd() {
    TensorType one = TensorType.of(DType.F32, 1);
    WindowMap elements = new WindowMap(NONE, Ints.of(0), NONE, NONE, Ints.of(0));
    assertThat(
            apply(
                new Indexing.ScatterAdd(elements, Ints.of(1), OutOfBounds.ERROR),
                Literal.ofReals(one, 0x1p24),
                of(values(0, 0), 2, 1),
                Literal.ofReals(TensorType.of(DType.F32, 2), 1, 1)))
        .isEqualTo(Literal.ofReals(one, 0x1p24 + 2));
  }
}
