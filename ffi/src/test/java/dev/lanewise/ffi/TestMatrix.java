package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * A row-major matrix inside a larger native segment whose other elements are NaN: a read outside
 * the matrix spoils the result, a write outside is seen by {@link #assertIs}.
 */
final class TestMatrix {
  final Precision precision;
  final int rows;
  final int columns;
  final int ld;
  final MemorySegment segment;
  final long offset;

  TestMatrix(Arena arena, Precision precision, int rows, int columns, int padding) {
    this.precision = precision;
    this.rows = rows;
    this.columns = columns;
    this.ld = Math.max(1, columns + padding);
    this.offset = 3L * precision.bytes;
    // The last row ends where the matrix ends, so that a bound that is one too large is noticed.
    long elements = rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
    this.segment = arena.allocate(offset + elements * precision.bytes, 64);
    for (long i = 0; i < segment.byteSize() / precision.bytes; i++) {
      precision.set(segment, 0, i, Double.NaN);
    }
  }

  static TestMatrix random(
      Arena arena,
      Precision precision,
      int rows,
      int columns,
      int padding,
      SplittableRandom random) {
    return new TestMatrix(arena, precision, rows, columns, padding)
        .fill(() -> random.nextDouble(-1, 1));
  }

  static TestMatrix of(Arena arena, Precision precision, double[][] values, int padding) {
    int columns = values.length == 0 ? 0 : values[0].length;
    TestMatrix matrix = new TestMatrix(arena, precision, values.length, columns, padding);
    for (int i = 0; i < matrix.rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, values[i][j]);
      }
    }
    return matrix;
  }

  TestMatrix fill(DoubleSupplier values) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        set(i, j, values.getAsDouble());
      }
    }
    return this;
  }

  double get(int i, int j) {
    return precision.get(segment, offset, (long) i * ld + j);
  }

  void set(int i, int j, double value) {
    precision.set(segment, offset, (long) i * ld + j, value);
  }

  double[][] values() {
    double[][] values = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i][j] = get(i, j);
      }
    }
    return values;
  }

  /**
   * Compares with a tolerance in units of the precision's epsilon, and the surroundings with NaN.
   */
  void assertIs(double[][] expected, double epsilons, String what) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat(get(i, j))
            .as("%s, element %d, %d", what, i, j)
            .isCloseTo(expected[i][j], within(epsilons * precision.epsilon));
      }
    }
    assertSurroundingsUntouched(what);
  }

  private void assertSurroundingsUntouched(String what) {
    long head = offset / precision.bytes;
    for (long at = 0; at < segment.byteSize() / precision.bytes; at++) {
      if (at < head || (at - head) % ld >= columns) {
        assertThat(precision.get(segment, 0, at)).as("%s, outside, element %d", what, at).isNaN();
      }
    }
  }
}
