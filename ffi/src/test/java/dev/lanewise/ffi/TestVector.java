package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A vector with any increment inside a larger native segment whose other elements are NaN. */
final class TestVector {
  final Precision precision;
  final int n;
  final int inc;
  final MemorySegment segment;
  final long offset;

  TestVector(Arena arena, Precision precision, int n, int inc) {
    this.precision = precision;
    this.n = n;
    this.inc = inc;
    this.offset = 5L * precision.bytes;
    long elements = n == 0 ? 0 : (n - 1L) * Math.abs(inc) + 1;
    this.segment = arena.allocate(offset + elements * precision.bytes, 64);
    for (long i = 0; i < segment.byteSize() / precision.bytes; i++) {
      precision.set(segment, 0, i, Double.NaN);
    }
  }

  static TestVector random(
      Arena arena, Precision precision, int n, int inc, SplittableRandom random) {
    TestVector vector = new TestVector(arena, precision, n, inc);
    for (int i = 0; i < n; i++) {
      vector.set(i, random.nextDouble(-1, 1));
    }
    return vector;
  }

  /** Element i as BLAS counts: from the far end of memory if the increment is negative. */
  double get(int i) {
    return precision.get(segment, offset, at(i));
  }

  void set(int i, double value) {
    precision.set(segment, offset, at(i), value);
  }

  double[] values() {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = get(i);
    }
    return values;
  }

  void assertIs(double[] expected, double epsilons, String what) {
    for (int i = 0; i < n; i++) {
      assertThat(get(i))
          .as("%s, element %d", what, i)
          .isCloseTo(expected[i], within(epsilons * precision.epsilon));
    }
    long head = offset / precision.bytes;
    for (long at = 0; at < segment.byteSize() / precision.bytes; at++) {
      if (at < head || (at - head) % Math.abs(inc) != 0) {
        assertThat(precision.get(segment, 0, at)).as("%s, outside, element %d", what, at).isNaN();
      }
    }
  }

  private long at(int i) {
    return (long) (inc > 0 ? i : n - 1 - i) * Math.abs(inc);
  }
}
