package dev.lanewise.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Random;
import dev.lanewise.kernels.ScalarMath;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
  private static final long KEY = 2026L << 32 | 11;
  private static final int N = 1 << 18;

  private static double[] draw(Distribution distribution, ElementType type, long key, int n) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate((long) n * type.byteWidth(), 8);
      distribution.fill(type, key, out, 0, 0, n);
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] =
            type == ElementType.F32
                ? out.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                : out.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      }
      return x;
    }
  }

  @Test
  void areWhatTheirDefinitionsMakeOfTheBits() {
    double[] uniform = draw(Distribution.UNIFORM, ElementType.F32, KEY, 5000);
    double[] normal = draw(Distribution.NORMAL, ElementType.F32, KEY, 5000);
    double[] uniform64 = draw(Distribution.UNIFORM, ElementType.F64, KEY, 5000);
    double[] normal64 = draw(Distribution.NORMAL, ElementType.F64, KEY, 5000);
    for (int i = 0; i < 5000; i++) {
      int bits = Random.bits32(2026, 11, i);
      long wide = Random.threefry2x32(2026, 11, 0, i);
      assertThat(uniform[i]).isEqualTo((bits >>> 8) * 0x1p-24);
      assertThat(uniform64[i]).isEqualTo((wide >>> 11) * 0x1p-53);
      double u = (2 * (bits >>> 9) + 1) * 0x1p-23 - 1;
      assertThat(normal[i])
          .isCloseTo(Math.sqrt(2) * ScalarMath.erfInv(u), within(Math.abs(normal[i]) * 0x1p-22));
      double v = (2 * (wide >>> 12) + 1) * 0x1p-52 - 1;
      assertThat(normal64[i])
          .isCloseTo(ScalarMath.erfInv(v) * Math.sqrt(2), within(Math.abs(normal64[i]) * 0x1p-50));
    }
  }

  @Test
  void anyPartOfAStreamIsThatPartOfTheWhole() {
    double[] whole = draw(Distribution.NORMAL, ElementType.F32, KEY, 20_000);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(4 * 9000 + 1);
      Distribution.NORMAL.fill(ElementType.F32, KEY, out, 1, 7001, 9000);
      for (int i = 0; i < 9000; i++) {
        assertThat((double) out.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 1 + 4L * i))
            .isEqualTo(whole[7001 + i]);
      }
    }
  }

  /** The largest distance of the empirical from the true distribution, times the root of n. */
  private static double kolmogorovSmirnov(double[] sorted, boolean normal) {
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = normal ? 0.5 * ScalarMath.erfc(-sorted[i] / Math.sqrt(2)) : sorted[i];
      largest = Math.max(largest, Math.abs(p - (i + 0.5) / sorted.length));
    }
    return largest * Math.sqrt(sorted.length);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void uniformNumbersAreUniform(ElementType type) {
    double[] x = draw(Distribution.UNIFORM, type, KEY, N);
    double sum = 0;
    double squares = 0;
    double serial = 0;
    int[] cells = new int[256];
    for (int i = 0; i < N; i++) {
      assertThat(x[i] >= 0 && x[i] < 1).isTrue();
      double centred = x[i] - 0.5;
      sum += centred;
      squares += centred * centred;
      serial += i == 0 ? 0 : centred * (x[i - 1] - 0.5);
      cells[(int) (x[i] * 256)]++;
    }
    // Standard deviations: sqrt(1/12), sqrt(1/180), 1/12.
    assertThat(sum / N).isCloseTo(0, within(5 * Math.sqrt(1.0 / 12 / N)));
    assertThat(squares / N).isCloseTo(1.0 / 12, within(5 * Math.sqrt(1.0 / 180 / N)));
    assertThat(serial / N).isCloseTo(0, within(5.0 / 12 / Math.sqrt(N)));
    double chiSquare = 0;
    double expected = N / 256.0;
    for (int count : cells) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).isBetween(255 - 5 * 22.6, 255 + 5 * 22.6);
    Arrays.sort(x);
    // Exceeded once in 300,000.
    assertThat(kolmogorovSmirnov(x, false)).isLessThan(2.6);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void normalNumbersAreNormalInTheirTailsToo(ElementType type) {
    double[] x = draw(Distribution.NORMAL, type, KEY, N);
    double[] moments = new double[7];
    int above2 = 0;
    int above3 = 0;
    int above4 = 0;
    for (double value : x) {
      double power = 1;
      for (int order = 0; order < moments.length; order++) {
        moments[order] += power / N;
        power *= value;
      }
      above2 += Math.abs(value) > 2 ? 1 : 0;
      above3 += Math.abs(value) > 3 ? 1 : 0;
      above4 += Math.abs(value) > 4 ? 1 : 0;
    }
    // The variance of a moment of order k is E[x^2k] - E[x^k]^2, with E = (k - 1)!!.
    double[] exact = {1, 0, 1, 0, 3, 0, 15};
    double[] variance = {0, 1, 2, 15, 96, 945, 10170};
    for (int order = 1; order < moments.length; order++) {
      assertThat(moments[order])
          .as("moment %d", order)
          .isCloseTo(exact[order], within(5 * Math.sqrt(variance[order] / N)));
    }
    assertCount(above2, ScalarMath.erfc(2 / Math.sqrt(2)));
    assertCount(above3, ScalarMath.erfc(3 / Math.sqrt(2)));
    assertCount(above4, ScalarMath.erfc(4 / Math.sqrt(2)));
    Arrays.sort(x);
    assertThat(kolmogorovSmirnov(x, true)).isLessThan(2.6);
  }

  private static void assertCount(int count, double probability) {
    double expected = N * probability;
    assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected) + 1));
  }

  @Test
  void streamsOfNeighbouringKeysAreUncorrelated() {
    int n = 1 << 17;
    double[] base = draw(Distribution.NORMAL, ElementType.F32, KEY, n);
    for (long other : new long[] {KEY + 1, KEY ^ 1L << 32, KEY ^ 1L << 63, Random.split(KEY, 0)}) {
      double[] x = draw(Distribution.NORMAL, ElementType.F32, other, n);
      double product = 0;
      for (int i = 0; i < n; i++) {
        product += base[i] * x[i];
      }
      assertThat(product / n).as("key %x", other).isCloseTo(0, within(5 / Math.sqrt(n)));
    }
  }

  private static String root(Class<?> type) throws URISyntaxException {
    String name = type.getName().replace('.', '/') + ".class";
    String file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).toString();
    return file.substring(0, file.length() - name.length());
  }

  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
  void bitsAreTheSameOnVectorsOfAnyWidth()
      throws IOException, InterruptedException, URISyntaxException {
    String own = LaneWidthProbe.checksums();
    Set<String> widths = new HashSet<>();
    for (int avx : new int[] {0, 2, 3}) {
      Process jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--add-modules",
                  "jdk.incubator.vector",
                  "-XX:UseAVX=" + avx,
                  "-cp",
                  root(Random.class) + File.pathSeparator + root(LaneWidthProbe.class),
                  LaneWidthProbe.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output =
          new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(jvm.waitFor()).isZero();
      String[] parts = output.split(" ", 2);
      widths.add(parts[0]);
      assertThat(parts[1]).as("UseAVX=%d, %s bits", avx, parts[0]).isEqualTo(own);
    }
    assertThat(widths).contains("128");
  }

  @Test
  void refusesWhatItCannotWrite() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(16);
      assertThatThrownBy(() -> Distribution.NORMAL.fill(ElementType.F32, 0, out, 4, 0, 4))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[random] output needs 16 bytes from offset 4, its segment has 16 bytes");
      assertThatThrownBy(() -> Distribution.NORMAL.fill(ElementType.I32, 0, out, 0, 0, 4))
          .hasMessage("[random] expected F32 or F64, got I32");
      assertThatThrownBy(() -> Distribution.UNIFORM.fill(ElementType.F64, 0, out, 0, 0, -1))
          .hasMessage("[random] n must be at least 0, got -1");
      assertThatThrownBy(
              () -> Distribution.UNIFORM.fill(ElementType.F64, 0, out.asReadOnly(), 0, 0, 1))
          .hasMessage("[random] output is read-only");
      assertThatThrownBy(
              () ->
                  Distribution.UNIFORM.fill(
                      ElementType.F64, 0, MemorySegment.ofArray(new double[2]), 0, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
