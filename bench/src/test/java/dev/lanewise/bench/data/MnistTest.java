package dev.lanewise.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lanewise.autodiff.data.IdxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsTheFourFiles(boolean gzipped) throws IOException {
    DataSet mnist = Mnist.load(MnistFiles.create(folder, 20, 7, gzipped));
    assertThat(mnist.train().size()).isEqualTo(20);
    assertThat(mnist.test().size()).isEqualTo(7);
    assertThat(mnist.pixelsPerImage()).isEqualTo(784);
    assertThat(mnist.source()).isEqualTo(folder.toString());
    int label = mnist.train().labels()[0];
    assertThat(mnist.train().pixels()[(2 * label + 4) * 28]).isBetween(155 / 255f, 1f);
    assertThat(mnist.train().pixels()[0]).isZero();
  }

  @Test
  void namesTheFolderThatIsNotThere() {
    refuses(folder.resolve("nowhere"), "nowhere: no such folder");
  }

  @Test
  void namesTheFolderThatIsAFile() throws IOException {
    refuses(Files.createFile(folder.resolve("file")), "file: not a folder");
  }

  @Test
  void namesTheFileThatIsMissing() throws IOException {
    MnistFiles.create(folder, 3, 3, true);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    refuses(folder, "neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz is there");
  }

  @Test
  void refusesLabelsThatDoNotCount() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    MnistFiles.write(folder, "train-labels-idx1-ubyte", false, new byte[4], 4);
    refuses(folder, "3 train images, but 4 labels");
  }

  @Test
  void refusesAnEleventhClass() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    MnistFiles.write(folder, "train-labels-idx1-ubyte", false, new byte[] {9, 10, 0}, 3);
    refuses(folder, "train-labels-idx1-ubyte: label 10 of image 1, expected 0 to 9");
  }

  @Test
  void refusesImagesInTheLabelsPlace() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    MnistFiles.write(folder, "train-labels-idx1-ubyte", false, new byte[12], 3, 2, 2);
    refuses(folder, "expected unsigned bytes in 1 dimensions, found UNSIGNED_BYTE[3, 2, 2]");
  }

  @Test
  void refusesTestImagesOfAnotherSize() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    MnistFiles.write(folder, "t10k-images-idx3-ubyte", false, new byte[3 * 4], 3, 2, 2);
    refuses(folder, "training images have 784 pixels, test images 4");
  }

  @Test
  void refusesNoImages() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    MnistFiles.write(folder, "train-images-idx3-ubyte", false, new byte[0], 0, 28, 28);
    MnistFiles.write(folder, "train-labels-idx1-ubyte", false, new byte[0], 0);
    refuses(folder, "train-images-idx3-ubyte: expected images, found none");
  }

  @Test
  void passesOnWhatIsWrongInAFile() throws IOException {
    MnistFiles.create(folder, 3, 3, false);
    Path images = folder.resolve("train-images-idx3-ubyte");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, 1000));
    assertThatExceptionOfType(IdxException.class)
        .isThrownBy(() -> Mnist.load(folder))
        .withMessage(
            images
                + ": byte 16: 3 x 28 x 28 elements of 1 byte expected, only 984 bytes are there");
  }

  private static void refuses(Path folder, String problem) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Mnist.load(folder))
        .withMessageContaining(problem);
  }
}
