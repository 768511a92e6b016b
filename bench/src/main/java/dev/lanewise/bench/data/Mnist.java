package dev.lanewise.bench.data;

import dev.lanewise.autodiff.data.Idx;
import dev.lanewise.autodiff.data.IdxArray;
import dev.lanewise.autodiff.data.IdxException;
import dev.lanewise.autodiff.data.IdxType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** MNIST, or any data set in its form such as Fashion-MNIST, from a folder of the user's. */
public final class Mnist {
  private static final float LEVELS = 255;

  /** Five bytes of heap a pixel, as a byte and as a float, are to leave some for others. */
  private static final int HEAP_SHARE = 8;

  private Mnist() {}

  /**
   * Reads {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
   * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each plain or with {@code .gz}.
   *
   * @throws DataException if the folder or a file is missing, or files do not fit each other
   * @throws IdxException if a file is not a sound IDX file, or too large for the Java heap
   */
  public static DataSet load(Path folder) throws DataException, IdxException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": " + (Files.exists(folder) ? "not a folder" : "no such folder"));
    }
    LabelledImages train = images(folder, "train");
    LabelledImages test = images(folder, "t10k");
    if (train.pixelsPerImage() != test.pixelsPerImage()) {
      throw new DataException(
          folder
              + ": training images have "
              + train.pixelsPerImage()
              + " pixels, test images "
              + test.pixelsPerImage());
    }
    return new DataSet("mnist", folder.toString(), train, test);
  }

  private static LabelledImages images(Path folder, String part)
      throws DataException, IdxException {
    Path imageFile = find(folder, part + "-images-idx3-ubyte");
    Path labelFile = find(folder, part + "-labels-idx1-ubyte");
    IdxArray images = read(imageFile, 3);
    IdxArray labels = read(labelFile, 1);
    int count = images.shape().getFirst();
    if (count != labels.size()) {
      throw new DataException(
          folder + ": " + count + " " + part + " images, but " + labels.size() + " labels");
    }
    if (images.size() == 0) {
      throw new DataException(imageFile + ": expected images, found none");
    }
    return new LabelledImages(
        levels(images.bytes()), classes(labels.bytes(), labelFile), images.size() / count);
  }

  private static Path find(Path folder, String name) throws DataException {
    return Stream.of(folder.resolve(name), folder.resolve(name + ".gz"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(folder + ": neither " + name + " nor " + name + ".gz is there"));
  }

  private static IdxArray read(Path file, int rank) throws DataException, IdxException {
    IdxArray array = Idx.read(file, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    List<Integer> shape = array.shape();
    if (array.type() != IdxType.UNSIGNED_BYTE || shape.size() != rank) {
      throw new DataException(
          file + ": expected unsigned bytes in " + rank + " dimensions, found " + array);
    }
    return array;
  }

  private static float[] levels(byte[] bytes) {
    float[] levels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      levels[i] = Byte.toUnsignedInt(bytes[i]) / LEVELS;
    }
    return levels;
  }

  private static int[] classes(byte[] bytes, Path file) throws DataException {
    int[] classes = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      classes[i] = Byte.toUnsignedInt(bytes[i]);
      if (classes[i] >= DataSet.CLASSES) {
        throw new DataException(
            file + ": label " + classes[i] + " of image " + i + ", expected 0 to 9");
      }
    }
    return classes;
  }
}
