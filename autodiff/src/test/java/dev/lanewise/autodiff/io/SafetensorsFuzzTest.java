package dev.lanewise.autodiff.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, reading it gives tensors or a {@link SafetensorsException}. */
class SafetensorsFuzzTest {
  @TempDir static Path folder;

  @FuzzTest
  void neverFailsInAnotherWay(byte[] content) throws IOException {
    Path file = folder.resolve("fuzzed.safetensors");
    Files.write(file, content);
    try {
      Safetensors.load(file).values().forEach(tensor -> tensor.close());
    } catch (SafetensorsException e) {
      // what malformed files must give
    }
  }
}
