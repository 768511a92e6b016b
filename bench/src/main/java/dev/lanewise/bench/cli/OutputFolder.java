package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that {@code --out} names. */
final class OutputFolder {
  private OutputFolder() {}

  /**
   * Makes sure that files can be written there, before hours of training are spent on what cannot
   * be stored.
   *
   * @throws UsageException if the folder cannot be made or written to
   */
  static Path prepare(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("--out " + folder + ": not a folder");
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".lanewise", ".tmp"));
    } catch (IOException e) {
      throw new UsageException("--out " + folder + ": cannot be written to");
    }
    return folder;
  }
}
