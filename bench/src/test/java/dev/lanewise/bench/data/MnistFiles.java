package dev.lanewise.bench.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Writes small folders in the form of MNIST, for tests. */
public final class MnistFiles {
  private MnistFiles() {}

  /** A folder whose images show their class as one bright row, so that it can be learnt. */
  public static Path create(Path folder, int train, int test, boolean gzipped) throws IOException {
    SplittableRandom random = new SplittableRandom(train);
    part(folder, "train", train, gzipped, random);
    part(folder, "t10k", test, gzipped, random);
    return folder;
  }

  private static void part(
      Path folder, String part, int count, boolean gzipped, SplittableRandom random)
      throws IOException {
    byte[] labels = new byte[count];
    byte[] pixels = new byte[count * 28 * 28];
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(10);
      labels[i] = (byte) label;
      for (int column = 0; column < 28; column++) {
        pixels[(i * 28 + 2 * label + 4) * 28 + column] = (byte) (155 + random.nextInt(101));
      }
    }
    write(folder, part + "-images-idx3-ubyte", gzipped, pixels, count, 28, 28);
    write(folder, part + "-labels-idx1-ubyte", gzipped, labels, count);
  }

  /** Writes one IDX file of unsigned bytes. */
  static void write(Path folder, String name, boolean gzipped, byte[] elements, int... shape)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
    header.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) shape.length);
    for (int extent : shape) {
      header.putInt(extent);
    }
    Path file = folder.resolve(gzipped ? name + ".gz" : name);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = gzipped ? new GZIPOutputStream(raw) : raw) {
      out.write(header.array());
      out.write(elements);
    }
  }
}
