package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@InBothForms
class RandomTest {
  RandomTest(LoopForm form) {
    form.fix();
  }

  /** The known answers published with Random123 for threefry2x32 with 20 rounds. */
  @Test
  void givesTheKnownAnswers() {
    assertThat(Random.threefry2x32(0, 0, 0, 0)).isEqualTo(0x6b20015999ba4efeL);
    assertThat(Random.threefry2x32(-1, -1, -1, -1)).isEqualTo(0x1cb996fcbb002be7L);
    assertThat(Random.threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3))
        .isEqualTo(0xc4923a9c483df7a0L);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, (1L << 32) - 40, (1L << 40) + 3, -70})
  void vectorsGiveTheBitsOfTheScalarCipher(long first) {
    int key0 = 0x13198a2e;
    int key1 = 0x03707344;
    try (Arena arena = Arena.ofConfined()) {
      for (int n : new int[] {0, 1, 2, 3, 15, 16, 17, 100, 1000}) {
        MemorySegment words = arena.allocate(4L * n + 4, 4);
        MemorySegment longs = arena.allocate(8L * n + 8, 8);
        Random.bits32(key0, key1, words, 4, first, n);
        Random.bits64(key0, key1, longs, 8, first, n);
        assertThat(words.get(ValueLayout.JAVA_INT, 0)).isZero();
        assertThat(longs.get(ValueLayout.JAVA_LONG, 0)).isZero();
        for (int i = 0; i < n; i++) {
          long counter = first + i;
          long pair = Random.threefry2x32(key0, key1, (int) (counter >>> 32), (int) counter);
          assertThat(words.getAtIndex(ValueLayout.JAVA_INT, i + 1))
              .as("word %d of %d", i, n)
              .isEqualTo((int) (pair >>> 32) ^ (int) pair)
              .isEqualTo(Random.bits32(key0, key1, counter));
          assertThat(longs.getAtIndex(ValueLayout.JAVA_LONG, i + 1))
              .as("long %d of %d", i, n)
              .isEqualTo(pair);
        }
      }
    }
  }

  @Test
  void anyPartOfAStreamIsThatPartOfTheWhole() {
    SplittableRandom random = new SplittableRandom(3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate(4 * 5000, 4);
      Random.bits32(1, 2, whole, 0, 0, 5000);
      for (int trial = 0; trial < 200; trial++) {
        int from = random.nextInt(5000);
        int n = random.nextInt(5000 - from);
        MemorySegment part = arena.allocate(4L * n, 4);
        Random.bits32(1, 2, part, 0, from, n);
        assertThat(part.mismatch(whole.asSlice(4L * from, 4L * n)))
            .as("[%d, %d)", from, from + n)
            .isEqualTo(-1);
      }
    }
  }

  @Test
  void keysAreSplitAndFoldedByTheCipher() {
    long key = 0x13198a2e03707344L;
    assertThat(Random.split(key, 0x243f6a8885a308d3L)).isEqualTo(0xc4923a9c483df7a0L);
    assertThat(Random.split(0, 0)).isEqualTo(0x6b20015999ba4efeL);
    assertThat(Random.foldIn(key, 9)).isEqualTo(Random.split(key, 9));
    assertThat(Random.foldIn(key, -1)).isEqualTo(Random.split(key, 0xFFFFFFFFL));
  }

  /**
   * With n bytes the count of each value has mean n / 256; the statistic has 255 degrees of
   * freedom, so standard deviation 22.6. Each bit's count has standard deviation sqrt(n) / 2.
   */
  @Test
  void bitsAndBytesAreUniform() {
    int n = 1 << 20;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate(4L * n, 4);
      Random.bits32(2026, 11, bits, 0, 0, n);
      long[] bytes = new long[256];
      long[] ones = new long[32];
      double mean = 0;
      double serial = 0;
      double before = 0;
      for (int i = 0; i < n; i++) {
        int x = bits.getAtIndex(ValueLayout.JAVA_INT, i);
        for (int shift = 0; shift < 32; shift += 8) {
          bytes[x >>> shift & 0xFF]++;
        }
        for (int bit = 0; bit < 32; bit++) {
          ones[bit] += x >>> bit & 1;
        }
        double u = (x >>> 8) * 0x1p-24 - 0.5;
        mean += u;
        serial += u * before;
        before = u;
      }
      double expected = 4.0 * n / 256;
      double chiSquare = 0;
      for (long count : bytes) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
      assertThat(chiSquare).isBetween(255 - 5 * 22.6, 255 + 5 * 22.6);
      for (long count : ones) {
        assertThat((double) count).isCloseTo(n / 2.0, within(5 * Math.sqrt(n) / 2));
      }
      // A uniform number has variance 1/12; a product of two has variance 1/144.
      assertThat(mean / n).isCloseTo(0, within(5 * Math.sqrt(1.0 / 12 / n)));
      assertThat(serial / n).isCloseTo(0, within(5 / 12.0 / Math.sqrt(n)));
    }
  }

  @Test
  void neighbouringKeysGiveUnrelatedStreams() {
    int n = 1 << 16;
    long equalBits = 0;
    for (int i = 0; i < n; i++) {
      equalBits += 32 - Integer.bitCount(Random.bits32(0, 1, i) ^ Random.bits32(0, 2, i));
    }
    assertThat(equalBits / 32.0 / n).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(32.0 * n)));
  }

  @Test
  void refusesWhatItCannotWrite() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(16);
      assertThatThrownBy(() -> Random.bits32(0, 0, out, 4, 0, 4))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "[bits32] output needs bytes [0, 16) from offset 4, its segment has 16 bytes");
      assertThatThrownBy(() -> Random.bits64(0, 0, out, 0, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Random.bits64(0, 0, out, 0, 0, Long.MAX_VALUE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Random.bits32(0, 0, out, 0, 0, -1))
          .hasMessage("[bits32] n must not be negative, got -1");
      assertThatThrownBy(() -> Random.bits32(0, 0, out.asReadOnly(), 0, 0, 1))
          .hasMessage("[bits32] output is read-only");
      assertThatThrownBy(() -> Random.bits32(0, 0, MemorySegment.ofArray(new int[4]), 0, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
