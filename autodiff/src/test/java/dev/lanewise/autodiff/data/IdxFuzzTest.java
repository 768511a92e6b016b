package dev.lanewise.autodiff.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes, the reader returns an array that agrees with itself or throws {@link
 * IdxException}, within its limit. Ordinary runs replay the files of {@link IdxHostileTest}; the
 * module's pom.xml says how to have Jazzer search for new ones.
 */
class IdxFuzzTest {
  private static final long LIMIT = 1 << 16;

  @MethodSource("dev.lanewise.autodiff.data.IdxHostileTest#files")
  @FuzzTest(maxDuration = "60s")
  void readsOrRefuses(byte[] file) {
    IdxArray array;
    try {
      array = Idx.read(new ByteArrayInputStream(file), "fuzzed", file.length, LIMIT);
    } catch (IdxException e) {
      assertThat(e).hasMessageStartingWith("fuzzed: ");
      return;
    }
    long size = 1;
    for (int extent : array.shape()) {
      size *= extent;
    }
    assertThat((long) array.size()).isEqualTo(size);
    assertThat(size * array.type().bytes()).isLessThanOrEqualTo(LIMIT);
    int length =
        switch (array.type()) {
          case UNSIGNED_BYTE, BYTE -> array.bytes().length;
          case SHORT -> array.shorts().length;
          case INT -> array.ints().length;
          case FLOAT -> array.floats().length;
          case DOUBLE -> array.doubles().length;
        };
    assertThat(length).isEqualTo(array.size());
  }
}
