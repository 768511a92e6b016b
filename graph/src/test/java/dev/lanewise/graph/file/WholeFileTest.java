package dev.lanewise.graph.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void replacesWhatWasThereAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("file");
    WholeFile.write(file, new byte[] {1, 2, 3});
    WholeFile.write(file, new byte[] {4});
    assertThat(file).hasBinaryContent(new byte[] {4});
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path place = Files.createDirectory(folder.resolve("place"));
    Path inside = Files.writeString(place.resolve("inside"), "kept");
    assertThatThrownBy(() -> WholeFile.write(place, new byte[] {1}))
        .isInstanceOf(IOException.class);
    assertThat(inside).hasContent("kept");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(place);
    }
  }
}
