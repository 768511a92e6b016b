package dev.lanewise.autodiff.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie, break off or are something else. Every one ends in an {@link IdxException}. */
class IdxHostileTest {
  private static final long LIMIT = 1 << 20;

  @TempDir Path folder;

  /** A class, since a record with an array has no useful equality. */
  private static final class Row {
    final String name;
    final byte[] file;
    final long offset;
    final String problem;

    Row(String name, byte[] file, long offset, String problem) {
      this.name = name;
      this.file = file;
      this.offset = offset;
      this.problem = problem;
    }
  }

  /** The files of the table, for the fuzz test to start from. */
  static Stream<byte[]> files() {
    return rows().stream().map(row -> row.file);
  }

  private static List<Row> rows() {
    byte[] four = IdxBytes.concat(IdxBytes.header(0x08, 2, 2), new byte[4]);
    byte[] bigFile = IdxBytes.concat(IdxBytes.header(0x08, 100_000), random(100_000));
    byte[] bomb = IdxBytes.gzip(IdxBytes.concat(IdxBytes.header(0x08, 4), new byte[50_000_000]));
    byte[] liar = IdxBytes.gzip(IdxBytes.concat(IdxBytes.header(0x08, 900_000), random(70_000)));
    return List.of(
        new Row("empty", new byte[0], 0, "the file ends inside the magic number"),
        new Row("two bytes", new byte[2], 2, "the file ends inside the magic number"),
        new Row("no rank", new byte[] {0, 0, 8}, 3, "ends inside the number of dimensions"),
        new Row("wrong magic", new byte[] {1, 0, 8, 1, 0, 0, 0, 0}, 0, "found 01 00"),
        new Row(
            "text",
            "label,pixel\n".getBytes(UTF_8),
            0,
            "not an IDX file: expected magic 00 00, found 6c 61"),
        new Row("unknown type", IdxBytes.header(0x0A, 1), 2, "unknown element type 0a"),
        new Row("type 0", IdxBytes.header(0, 1), 2, "unknown element type 00"),
        new Row("no dimension", IdxBytes.header(0x08), 3, "expected 1 to 255 dimensions, found 0"),
        new Row(
            "rank beyond the file",
            new byte[] {0, 0, 8, (byte) 255, 0, 0, 0, 1},
            8,
            "the file ends inside the extent of axis 1"),
        new Row("half an extent", Arrays.copyOf(four, 10), 10, "inside the extent of axis 1"),
        new Row(
            "negative extent",
            IdxBytes.header(0x08, -1),
            4,
            "extent of axis 0 is 4294967295, expected at most 2147483647"),
        new Row(
            "negative extent beside a zero",
            IdxBytes.header(0x08, 0, 1 << 31),
            8,
            "extent of axis 1 is 2147483648"),
        new Row("product overflows int", IdxBytes.header(0x08, 65_536, 65_537), 4, "too many"),
        new Row(
            "product overflows long",
            IdxBytes.header(0x0E, 1 << 30, 1 << 30, 1 << 30, 1 << 30),
            4,
            "1073741824 x 1073741824 x 1073741824 x 1073741824 elements of 8 bytes are too many"),
        new Row(
            "beyond the limit",
            IdxBytes.header(0x0D, 262_145),
            4,
            "262145 elements of 4 bytes are too many: the limit is 1048576 bytes"),
        new Row(
            "no elements",
            IdxBytes.header(0x08, 3),
            8,
            "3 elements of 1 byte expected, only 0 bytes are there"),
        new Row(
            "one byte short",
            Arrays.copyOf(four, 15),
            12,
            "2 x 2 elements of 1 byte expected, only 3 bytes are there"),
        new Row(
            "half an element",
            IdxBytes.concat(IdxBytes.header(0x0C, 1), new byte[3]),
            8,
            "1 elements of 4 bytes expected, only 3 bytes are there"),
        new Row("one byte more", Arrays.copyOf(four, 17), 16, "expected the end of the file"),
        new Row(
            "something after nothing",
            IdxBytes.concat(IdxBytes.header(0x08, 0), four),
            8,
            "expected the end of the file"),
        new Row("gzip: empty inside", IdxBytes.gzip(new byte[0]), 0, "ends inside the magic"),
        new Row(
            "gzip: text inside",
            IdxBytes.gzip("PK".repeat(9).getBytes(UTF_8)),
            0,
            "not an IDX file"),
        new Row("gzip: inside gzip", IdxBytes.gzip(IdxBytes.gzip(four)), 0, "found 1f 8b"),
        new Row(
            "gzip: one byte short",
            IdxBytes.gzip(Arrays.copyOf(four, 15)),
            15,
            "2 x 2 elements of 1 byte expected, only 3"),
        new Row(
            "gzip: one byte more",
            IdxBytes.gzip(Arrays.copyOf(four, 17)),
            16,
            "expected the end of the file"),
        new Row("gzip: bomb after the elements", bomb, 12, "expected the end of the file"),
        new Row(
            "gzip: more than deflate can pack",
            IdxBytes.gzip(IdxBytes.header(0x08, 900_000)),
            8,
            "900000 elements of 1 byte expected, at most"),
        new Row("gzip: fewer than declared", liar, 70_008, "900000 elements of 1 byte expected"),
        new Row("gzip: only the magic", new byte[] {0x1f, (byte) 0x8b}, -1, "damaged gzip header"),
        new Row(
            "gzip: unknown method",
            new byte[] {0x1f, (byte) 0x8b, 7, 0, 0, 0, 0, 0, 0, 0},
            -1,
            "damaged gzip header"),
        new Row(
            "gzip: cut in the middle",
            Arrays.copyOf(IdxBytes.gzip(bigFile), 50_000),
            8,
            "the gzip stream is cut short"),
        new Row(
            "gzip: cut in the trailer",
            Arrays.copyOf(IdxBytes.gzip(four), IdxBytes.gzip(four).length - 3),
            16,
            "the gzip stream is cut short"),
        new Row("gzip: wrong checksum", wrongChecksum(IdxBytes.gzip(four)), 16, "damaged data"),
        new Row(
            "gzip: invalid block",
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7, 7},
            0,
            "damaged data"));
  }

  @TestFactory
  Stream<DynamicTest> endsInOneClearException() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.name, () -> check(row)));
  }

  private void check(Row row) throws IOException {
    Path file = folder.resolve("hostile.idx");
    Files.write(file, row.file);

    IdxException e = catchThrowableOfType(IdxException.class, () -> Idx.read(file, LIMIT));

    assertThat(e).isNotNull().hasMessageContaining(row.problem).hasMessageStartingWith(file + ": ");
    assertThat(e.getMessage()).doesNotContain("\n");
    assertThat(e.file()).isEqualTo(file.toString());
    assertThat(e.offset()).isEqualTo(row.offset);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere").resolve("t10k-images-idx3-ubyte");
    IdxException e = catchThrowableOfType(IdxException.class, () -> Idx.read(file));
    assertThat(e).hasMessage(file + ": no such file");
    assertThat(e.offset()).isEqualTo(-1);
  }

  @Test
  void aFolderIsNoFile() {
    IdxException e = catchThrowableOfType(IdxException.class, () -> Idx.read(folder));
    assertThat(e).hasMessage(folder + ": expected an IDX file, found a directory");
  }

  /** The header claims 900 MB in a file whose gzip could pack them; 70,000 bytes come out. */
  @Test
  void allocatesForTheBytesThatComeNotForThoseClaimed() throws IOException {
    byte[] padding = random(900_000_000 / 1032);
    byte[] member =
        IdxBytes.gzip(IdxBytes.concat(IdxBytes.header(0x08, 900_000_000), new byte[70_000]));
    Path file = folder.resolve("claims");
    // What follows the member is no gzip: it makes the file long enough, and adds no element.
    Files.write(file, IdxBytes.concat(member, padding));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    IdxException e = catchThrowableOfType(IdxException.class, () -> Idx.read(file, 1_000_000_000));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(e).hasMessageContaining("900000000 elements of 1 byte expected");
    assertThat(allocated).isLessThan(2_000_000);
  }

  /** A damaged file is never read as something else: each flipped bit is the same or refused. */
  @Test
  void everyFlippedBitOfTheHeaderIsRefused() throws IOException {
    byte[] file = IdxBytes.concat(IdxBytes.header(0x0D, 3, 2), new byte[24]);
    Path path = folder.resolve("flipped");
    for (int bit = 0; bit < 12 * 8; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(path, flipped);
      if (bit / 8 == 2 && flipped[2] == 0x0C) {
        continue; // an INT has the same size as a FLOAT
      }
      assertThat(catchThrowableOfType(IdxException.class, () -> Idx.read(path, LIMIT)))
          .as("bit " + bit)
          .isNotNull();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(3).nextBytes(bytes);
    return bytes;
  }

  /** The checksum takes the eighth to fifth byte from the end. */
  private static byte[] wrongChecksum(byte[] gzip) {
    byte[] damaged = gzip.clone();
    damaged[gzip.length - 8] ^= 1;
    return damaged;
  }
}
