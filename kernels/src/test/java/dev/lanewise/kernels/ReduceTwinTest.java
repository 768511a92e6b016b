package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scalar twins of the reductions combine in the order of the vector loops: their results have
 * the same bits, from operands whose sum depends on the order. NaN equals NaN.
 */
class ReduceTwinTest {
  private static final long SEED = 20261127;

  static Stream<Arguments> reductions() {
    return Stream.of(ElementType.values())
        .filter(type -> type != ElementType.BF16)
        .flatMap(
            type ->
                Stream.of(Reduction.values())
                    .filter(reduction -> reduction.supports(type))
                    .map(reduction -> Arguments.of(reduction, type)));
  }

  /** Extents around one vector, eight vectors, an array's length and a strip of columns. */
  private static long[] extents(ElementType type) {
    long lanes = ReduceLoop.Data.of(Reduction.MAX, type).species().length();
    return LongStream.of(
            1,
            lanes - 1,
            lanes,
            lanes + 1,
            3 * lanes + 2,
            8 * lanes - 1,
            8 * lanes,
            8 * lanes + 1,
            17 * lanes + 3,
            HeapTiles.SIZE + 8 * lanes,
            4096 / type.byteWidth(),
            ReducePlan.ROW_BLOCK)
        .toArray();
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("reductions")
  void alongRows(Reduction reduction, ElementType type) {
    RowReduceTwin twin = new RowReduceTwin(reduction, type);
    twin.makeReady();
    for (long n : extents(type)) {
      for (long rows : new long[] {1, 3}) {
        compare(twin, type, rows, n, rows, reduction + " along rows of " + n);
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("reductions")
  void alongColumns(Reduction reduction, ElementType type) {
    ColumnReduceTwin twin = new ColumnReduceTwin(reduction, type);
    twin.makeReady();
    for (long n : extents(type)) {
      for (long rows : new long[] {1, 7, 8, 9, 37}) {
        String what = "%s of %d rows along %d columns".formatted(reduction, rows, n);
        compare(twin, type, rows, n, n, what);
      }
    }
  }

  private static <L extends TwinLoop & ReduceLoop> void compare(
      L twin, ElementType type, long rows, long n, long results, String what) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      long width = type.byteWidth();
      ElementwiseElements in = new ElementwiseElements(arena, type, (int) (rows * n), 0);
      in.randomize(random);
      if (type == ElementType.F32 || type == ElementType.F64) {
        roundable(in, random);
      }
      ElementwiseElements scalar = new ElementwiseElements(arena, type, (int) results, 0);
      ElementwiseElements vector = new ElementwiseElements(arena, type, (int) results, 0);
      twin.setWarm(false);
      twin.run(in.memory, 0, n * width, rows, n, scalar.memory, 0);
      twin.setWarm(true);
      twin.run(in.memory, 0, n * width, rows, n, vector.memory, 0);
      List<Long> actual = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      for (int i = 0; i < results; i++) {
        actual.add(scalar.bits(i));
        expected.add(vector.bits(i));
      }
      assertThat(actual).as("%s of %s, seed %d", what, type, SEED).isEqualTo(expected);
    }
  }

  /** Numbers of about one size, of which every sum and product rounds; and now and then a -0. */
  private static void roundable(ElementwiseElements in, SplittableRandom random) {
    for (int i = 0; i < in.n; i++) {
      double value = random.nextDouble(0.9, 1.1) * (random.nextBoolean() ? 1 : -1);
      in.set(i, random.nextInt(50) == 0 ? -0.0 : value);
    }
  }
}
