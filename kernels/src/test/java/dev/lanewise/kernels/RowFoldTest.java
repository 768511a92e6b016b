package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowFoldTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LONGEST = 200;
  private static final int BEHIND = 64;

  static Stream<Arguments> folds() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                Stream.of(Reduction.values())
                    .filter(reduction -> reduction.supports(type))
                    .flatMap(
                        reduction ->
                            IntStream.rangeClosed(0, 6)
                                .mapToObj(i -> Arguments.of(reduction, type, 1 << i))));
  }

  /** The specification: the documented order, one element after the other. */
  private record Twin(Reduction reduction, ElementType type, int lanes) {
    /** Returns the bits of the result; {@code row} holds those of the elements, with signs. */
    long fold(long[] row) {
      long[][] a = new long[4][lanes];
      for (long[] accumulator : a) {
        Arrays.fill(accumulator, reduction.identity(type));
      }
      for (int i = 0; i < row.length; i++) {
        int vector = i / lanes % 4;
        a[vector][i % lanes] = combine(a[vector][i % lanes], row[i]);
      }
      long[] all = new long[lanes];
      for (int j = 0; j < lanes; j++) {
        all[j] = combine(combine(a[0][j], a[1][j]), combine(a[2][j], a[3][j]));
      }
      for (int half = lanes / 2; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
          all[j] = combine(all[j], all[j + half]);
        }
      }
      return all[0];
    }

    private long combine(long a, long b) {
      return switch (type) {
        case F32 ->
            Float.floatToRawIntBits(
                combine(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b)));
        case F64 ->
            Double.doubleToRawLongBits(
                TypedValues.combine(
                    reduction, type, Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
        case I32 -> (int) combineLongs(a, b);
        case I64 -> combineLongs(a, b);
        case BOOL -> combineLongs((byte) a == 0 ? 0 : 1, (byte) b == 0 ? 0 : 1);
        case BF16 -> throw new IllegalArgumentException("no BF16 here");
      };
    }

    private float combine(float a, float b) {
      return switch (reduction) {
        case SUM -> a + b;
        case PROD -> a * b;
        default -> (float) TypedValues.combine(reduction, type, a, b);
      };
    }

    private long combineLongs(long a, long b) {
      return switch (reduction) {
        case SUM -> a + b;
        case PROD -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
        case AND -> a & b;
        case OR -> a | b;
      };
    }
  }

  @ParameterizedTest(name = "{0} {1}, {2} lanes")
  @MethodSource("folds")
  void foldsInTheDocumentedOrder(Reduction reduction, ElementType type, int lanes) {
    RowFold fold = RowFold.of(reduction, type, lanes);
    Twin twin = new Twin(reduction, type, lanes);
    SplittableRandom random = new SplittableRandom(0xF01D + lanes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate((long) LONGEST * type.byteWidth() + BEHIND, 64);
      MemorySegment m = arena.allocate(fold.bytes() + 2L * BEHIND, 64);
      MemorySegment out = arena.allocate(3L * BEHIND, 64);
      for (int n = 0; n <= LONGEST; n++) {
        for (int tiles = 1; tiles <= 3; tiles++) {
          long[] row = randomRow(random, type, n);
          write(random, type, row, in);
          m.fill((byte) 0x5A);
          out.fill((byte) 0x5A);
          int perTile = Math.max(4 * lanes, n / tiles / (4 * lanes) * (4 * lanes));
          fold.start(m, BEHIND);
          for (int i = 0; i < n; i += perTile) {
            int count = Math.min(perTile, n - i);
            fold.add(in, (long) i * type.byteWidth(), count, m, BEHIND);
          }
          fold.finish(m, BEHIND, out, BEHIND);
          assertThat(canonical(type, read(type, out, BEHIND)))
              .as(() -> perTile + " elements a piece: " + Arrays.toString(row))
              .isEqualTo(canonical(type, twin.fold(row)));
          assertThat(TypedValues.untouched(out, BEHIND, type.byteWidth())).isTrue();
          assertThat(TypedValues.untouched(m, BEHIND, fold.bytes())).isTrue();
        }
      }
    }
  }

  private static long[] randomRow(SplittableRandom random, ElementType type, int n) {
    boolean special = random.nextInt(4) == 0;
    return random.ints(n).mapToLong(_ -> element(random, type, special)).toArray();
  }

  private static long element(SplittableRandom random, ElementType type, boolean special) {
    double[] rare = {
      Double.NaN, -0.0, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-310, 1e300
    };
    double number =
        special && random.nextInt(10) == 0
            ? rare[random.nextInt(rare.length)]
            : random.nextDouble(-2, 2);
    return switch (type) {
      case F32 -> Float.floatToRawIntBits((float) number);
      case F64 -> Double.doubleToRawLongBits(number);
      case I32 -> random.nextInt();
      case I64 -> random.nextLong();
      case BOOL -> special ? (byte) random.nextInt() : random.nextInt(8) == 0 ? 1 : 0;
      case BF16 -> throw new IllegalArgumentException("no BF16 here");
    };
  }

  private static void write(
      SplittableRandom random, ElementType type, long[] row, MemorySegment in) {
    for (long b = 0; b < in.byteSize(); b++) {
      in.set(ValueLayout.JAVA_BYTE, b, (byte) random.nextInt());
    }
    for (int i = 0; i < row.length; i++) {
      long at = (long) i * type.byteWidth();
      Fill.pattern(row[i], type.byteWidth(), in, at, type.byteWidth());
    }
  }

  private static long read(ElementType type, MemorySegment out, long at) {
    return switch (type.byteWidth()) {
      case 1 -> out.get(ValueLayout.JAVA_BYTE, at);
      case 4 -> out.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      default -> out.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    };
  }

  /** Which NaN results from two is the processor's choice. */
  private static long canonical(ElementType type, long bits) {
    return switch (type) {
      case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) bits));
      case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(bits));
      case I32, I64, BOOL, BF16 -> bits;
    };
  }

  static Stream<Arguments> hotFolds() {
    return Stream.of(
        Arguments.of(Reduction.SUM, ElementType.F32),
        Arguments.of(Reduction.MAX, ElementType.F32),
        Arguments.of(Reduction.PROD, ElementType.F64),
        Arguments.of(Reduction.MIN, ElementType.I32),
        Arguments.of(Reduction.OR, ElementType.I64),
        Arguments.of(Reduction.AND, ElementType.BOOL));
  }

  @ParameterizedTest
  @MethodSource("hotFolds")
  void allocatesNothingOnceCompiled(Reduction reduction, ElementType type) {
    RowFold fold = RowFold.of(reduction, type, RowFold.lanesFor(List.of(type)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(1000L * type.byteWidth() + BEHIND, 64);
      MemorySegment m = arena.allocate(fold.bytes() + 8L, 64);
      int clean = 0;
      long allocated = 0;
      long patience = System.nanoTime() + 60_000_000_000L;
      while (clean < 20 && System.nanoTime() < patience) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        fold.start(m, 0);
        for (int i = 0; i < 1000; i += 256) {
          fold.add(in, (long) i * type.byteWidth(), Math.min(256, 1000 - i), m, 0);
        }
        fold.finish(m, 0, m, fold.bytes());
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        clean = allocated < 64 ? clean + 1 : 0;
      }
      assertThat(clean).as("%s allocates %d bytes a row", fold, allocated).isEqualTo(20);
    }
  }

  @Test
  void theWidestTypeFillsAVector() {
    int bits = Math.min(512, VectorShape.preferredShape().vectorBitSize());
    assertThat(RowFold.lanesFor(EnumSet.of(ElementType.BOOL))).isEqualTo(bits / 8);
    assertThat(RowFold.lanesFor(EnumSet.of(ElementType.BF16, ElementType.BOOL)))
        .isEqualTo(bits / 16);
    assertThat(RowFold.lanesFor(EnumSet.of(ElementType.F32, ElementType.BOOL)))
        .isEqualTo(bits / 32);
    assertThat(RowFold.lanesFor(EnumSet.allOf(ElementType.class))).isEqualTo(bits / 64);
    assertThatThrownBy(() -> RowFold.lanesFor(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatItCannotFold() {
    assertThatThrownBy(() -> RowFold.of(Reduction.AND, ElementType.F32, 16))
        .hasMessage("[rowFold] AND is not defined for F32");
    assertThatThrownBy(() -> RowFold.of(Reduction.SUM, ElementType.F32, 12))
        .hasMessage("[rowFold] the number of lanes must be a power of two from 1 to 64, got 12");
    assertThatThrownBy(() -> RowFold.of(Reduction.SUM, ElementType.F32, 128))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMemoryThatIsTooSmallOrOnTheHeap() {
    RowFold fold = RowFold.of(Reduction.SUM, ElementType.F32, 4);
    MemorySegment heap = MemorySegment.ofArray(new float[100]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment m = arena.allocate(fold.bytes());
      assertThatThrownBy(() -> fold.start(m, 4)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> fold.start(heap, 0)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> fold.add(heap, 0, 1, m, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> fold.add(m, 0, 17, m, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> fold.add(m, 0, -1, m, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> fold.finish(m, 0, m.asReadOnly(), 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
