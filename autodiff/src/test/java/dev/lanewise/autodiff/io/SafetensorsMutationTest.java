package dev.lanewise.autodiff.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.autodiff.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with random damage are read or refused, and nothing else happens. */
class SafetensorsMutationTest {
  @TempDir Path folder;

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Safetensors.save(
        whole, Map.of("a", Tensor.of(1f, 2f, 3f), "b", Tensor.of(new int[] {1, 2, 3, 4}, 2, 2)));
    byte[] bytes = Files.readAllBytes(whole);
    Path damaged = folder.resolve("damaged.safetensors");
    int refused = 0;
    for (int seed = 0; seed < 2000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] copy = Arrays.copyOf(bytes, bytes.length - random.nextInt(3) * random.nextInt(20));
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        copy[random.nextInt(copy.length)] = (byte) random.nextInt();
      }
      Files.write(damaged, copy);
      try {
        Safetensors.load(damaged).values().forEach(Tensor::close);
      } catch (SafetensorsException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
