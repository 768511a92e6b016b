package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriterTest {
  @TempDir Path folder;

  @Test
  void writesAndReplacesAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("chart.svg");
    FileWriter.write(file, "old");
    FileWriter.write(file, "new \u00e4");
    assertThat(file).hasContent("new \u00e4");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailureLeavesNothingBeside() throws IOException {
    Path file = Files.createDirectories(folder.resolve("taken/by/a/folder"));
    assertThatThrownBy(() -> FileWriter.write(folder.resolve("taken/by/a"), "text"))
        .isInstanceOf(IOException.class);
    assertThat(file).exists();
    try (Stream<Path> files = Files.list(folder.resolve("taken/by"))) {
      assertThat(files).containsExactly(folder.resolve("taken/by/a"));
    }
  }
}
