package dev.lanewise.autodiff.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsUnsignedBytesOfThreeDimensions(boolean gzipped) throws IOException {
    byte[] pixels = new byte[5 * 28 * 28];
    new SplittableRandom(1).nextBytes(pixels);

    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x08, 5, 28, 28), pixels), gzipped);

    assertThat(array.type()).isEqualTo(IdxType.UNSIGNED_BYTE);
    assertThat(array.shape()).containsExactly(5, 28, 28);
    assertThat(array.size()).isEqualTo(5 * 28 * 28);
    assertThat(array.bytes()).isEqualTo(pixels);
    assertThat(array).hasToString("UNSIGNED_BYTE[5, 28, 28]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsSignedBytes(boolean gzipped) throws IOException {
    byte[] values = {-128, -1, 0, 1, 127};
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x09, 5), values), gzipped);
    assertThat(array.type()).isEqualTo(IdxType.BYTE);
    assertThat(array.bytes()).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsShorts(boolean gzipped) throws IOException {
    byte[] values =
        ByteBuffer.allocate(6)
            .putShort((short) 1)
            .putShort((short) -2)
            .putShort((short) 0x1234)
            .array();
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x0B, 3), values), gzipped);
    assertThat(array.type()).isEqualTo(IdxType.SHORT);
    assertThat(array.shorts()).containsExactly((short) 1, (short) -2, (short) 0x1234);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsInts(boolean gzipped) throws IOException {
    byte[] values = ByteBuffer.allocate(8).putInt(Integer.MIN_VALUE).putInt(0x01020304).array();
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x0C, 1, 2), values), gzipped);
    assertThat(array.type()).isEqualTo(IdxType.INT);
    assertThat(array.shape()).containsExactly(1, 2);
    assertThat(array.ints()).containsExactly(Integer.MIN_VALUE, 0x01020304);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsFloats(boolean gzipped) throws IOException {
    byte[] values = ByteBuffer.allocate(8).putFloat(-0.5f).putFloat(Float.NaN).array();
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x0D, 2, 1), values), gzipped);
    assertThat(array.type()).isEqualTo(IdxType.FLOAT);
    assertThat(array.floats()).containsExactly(-0.5f, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsDoubles(boolean gzipped) throws IOException {
    byte[] values = ByteBuffer.allocate(8).putDouble(Math.PI).array();
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x0E, 1), values), gzipped);
    assertThat(array.type()).isEqualTo(IdxType.DOUBLE);
    assertThat(array.doubles()).containsExactly(Math.PI);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsAnEmptyArray(boolean gzipped) throws IOException {
    IdxArray array = read(IdxBytes.header(0x0D, 0, Integer.MAX_VALUE), gzipped);
    assertThat(array.shape()).containsExactly(0, Integer.MAX_VALUE);
    assertThat(array.floats()).isEmpty();
  }

  /** Larger than the first chunk, and not a power of two times it. */
  @Test
  void growsWithTheBytesThatComeOutOfGzip() throws IOException {
    byte[] values = new byte[777_777];
    new SplittableRandom(2).nextBytes(values);
    byte[] file = IdxBytes.concat(IdxBytes.header(0x08, values.length), values);
    assertThat(read(file, true).bytes()).isEqualTo(values);
  }

  @Test
  void readsSeveralGzipMembersAsOneStream() throws IOException {
    byte[] values = {1, 2, 3, 4};
    Path file = folder.resolve("members");
    Files.write(
        file, IdxBytes.concat(IdxBytes.gzip(IdxBytes.header(0x08, 4)), IdxBytes.gzip(values)));
    assertThat(Idx.read(file).bytes()).isEqualTo(values);
  }

  @Test
  void readsThroughALink() throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, IdxBytes.concat(IdxBytes.header(0x08, 1), new byte[] {9}));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(Idx.read(link).bytes()).containsExactly(9);
  }

  @Test
  void refusesElementsOfAnotherType() throws IOException {
    IdxArray array = read(IdxBytes.concat(IdxBytes.header(0x08, 1), new byte[1]), false);
    assertThatIllegalStateException()
        .isThrownBy(array::floats)
        .withMessage("[idx] elements are UNSIGNED_BYTE, not available as float[]");
  }

  @Test
  void refusesANegativeLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Idx.read(folder, -1))
        .withMessage("[idx] negative limit: -1 bytes");
  }

  private IdxArray read(byte[] file, boolean gzipped) throws IOException {
    Path path = folder.resolve("array");
    Files.write(path, gzipped ? IdxBytes.gzip(file) : file);
    return Idx.read(path);
  }
}
